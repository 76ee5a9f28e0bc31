import * as fc from 'fast-check';
import { assertKeeps } from '../conformance/simulation/keeping.ts';
import type { KeepingOptions } from '../conformance/simulation/keeping.ts';
import type { Implementation } from '../conformance/implementation.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';

/**
 * The property that an implementation keeps a guarantee: one random run for each seed that fast-check draws.
 * The first time it is asked it does beforehand what does not depend on a seed: the failures of the past, a
 * fair run, and all disturbances of it in one place.
 *
 * A seed has no smaller ones: the run itself is shrunk, and the message of the error is its story.
 *
 * @example
 * await fc.assert(deliveryProperty(outbox, atLeastOnce, { world: worlds.crashing }), { numRuns: 1000 });
 */
export const deliveryProperty = (
  implementation: Implementation,
  guarantee: Guarantee,
  options: KeepingOptions,
): fc.IAsyncPropertyWithHooks<[number]> => {
  const { past: _, ...further } = options;
  const first = { disturbances: 1, ...options, runs: 0 };
  let isFirst = true;
  return fc.asyncProperty(fc.noShrink(fc.nat()), async (seed) => {
    if (isFirst) {
      await assertKeeps(implementation, guarantee, { ...first, mayBeUntested: first.disturbances < 0 });
      isFirst = false;
    }
    await assertKeeps(implementation, guarantee, {
      ...further,
      seed,
      runs: 1,
      disturbances: -1,
      repeated: 0,
      mayBeUntested: true,
    });
  });
};
