/**
 * Matchers for vitest: importing this registers them, and makes their types known.
 *
 * @example
 * import 'onceproof/vitest';
 * expect(compose(protocols.exactlyOnce, worlds.hostile)).toKeep(exactlyOnce);
 */
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { WorldModel } from '../model/compose.ts';
import type { Implementation } from '../conformance/implementation.ts';
import { isImplementation, keepingByRuns } from './implementation.ts';
import type { KeepsOptions } from './implementation.ts';
import type { KeepOptions } from './keep.ts';
import { keeping } from './matcher.ts';

// The message that Node gives of itself names a file of this package, and not what to do.
const { expect } = await import('vitest').catch((cause: unknown) => {
  throw new Error(
    'onceproof/vitest needs vitest, 4.1 or later, which could not be loaded: npm install --save-dev vitest',
    { cause },
  );
});

expect.extend({
  toKeep(model: unknown, guarantee: Guarantee, options: KeepOptions | KeepsOptions = {}) {
    if (isImplementation(model)) return keepingByRuns(model, guarantee, options, this);
    return keeping(model, guarantee, options, this.isNot);
  },
});

declare module 'vitest' {
  // The name and the parameter are vitest's own: declarations merge only where they are the same.
  interface Matchers<T = any> {
    /**
     * A protocol in a world keeps a guarantee: in every state within the bound of the world. It fails with the counterexample where it is broken, and also where that is not
     * known. `.not.toKeep` wants a counterexample, so it fails as well where it is not known.
     *
     * @example
     * expect(compose(protocols.exactlyOnce, worlds.hostile)).toKeep(exactlyOnce);
     *
     * An implementation keeps it as far as its runs can tell, in the world that is named: to be awaited.
     *
     * @example
     * await expect(outbox).toKeep(atLeastOnce, { world: worlds.crashing });
     */
    toKeep: T extends WorldModel
      ? (guarantee: Guarantee, options?: KeepOptions) => void
      : T extends Implementation
        ? (guarantee: Guarantee, options: KeepsOptions) => Promise<void>
        : never;
  }
}

export type { KeepsOptions } from './implementation.ts';
export type { KeepOptions } from './keep.ts';
