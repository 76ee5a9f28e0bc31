import type { Implementation } from '../conformance/implementation.ts';
import { keeping } from '../conformance/simulation/keeping.ts';
import type { KeepingOptions } from '../conformance/simulation/keeping.ts';
import { isUntested } from '../conformance/simulation/measurement.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import { storeIn, usualStore } from '../store/store.ts';
import type { KeepOptions } from './keep.ts';

/** How to find out whether an implementation keeps a promise, and in which world. */
export interface KeepsOptions extends Omit<KeepingOptions, 'past' | 'keep'>, Pick<KeepOptions, 'store'> {}

/** Code that runs, as against a protocol in a world. */
export const isImplementation = (value: unknown): value is Implementation =>
  typeof value === 'object' &&
  value !== null &&
  'roles' in value &&
  'start' in value &&
  typeof value.start === 'function';

/** What vitest tells a matcher: whether it is negated, and in which test, which can be annotated. */
export interface Matching {
  readonly isNot: boolean;
  readonly task?:
    | { readonly context: { readonly annotate: (message: string, type: string) => Promise<unknown> } }
    | undefined;
}

/**
 * What the matcher `toKeep` says of an implementation. The failures of the past come first, and a new one is
 * added where there is a store. A failure is drawn in its message, and as an annotation of the test. What nothing put to the test fails with and without `.not`.
 *
 * @throws TypeError when no world is named
 * @throws Error when a past failure cannot be read: it might be the one that is still broken
 */
export const keepingByRuns = async (
  implementation: Implementation,
  guarantee: Guarantee,
  { store = usualStore, ...options }: Partial<KeepsOptions>,
  { isNot, task }: Matching,
): Promise<{ readonly pass: boolean; readonly message: () => string }> => {
  const { world } = options;
  if (world === undefined)
    throw new TypeError('toKeep expects the world of an implementation: { world: worlds.crashing }');
  const failures = store === false ? undefined : storeIn(store);
  const { failures: past = [], unreadable = [] } = failures?.read() ?? {};
  if (unreadable.length > 0) throw new Error(unreadable.map(({ message }) => message).join('\n'));
  const { verdict, picture, words } = await keeping(implementation, guarantee, {
    ...options,
    world,
    past: past.map(({ document }) => document),
    ...(failures?.exists() === true ? { keep: failures.keep } : {}),
  });
  if (picture !== undefined && !isNot) await task?.context.annotate(picture, 'counterexample');
  const pass = isUntested(verdict) ? isNot : verdict.verdict !== 'violated';
  return { pass, message: words };
};
