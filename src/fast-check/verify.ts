import * as fc from 'fast-check';
import { tally } from '../explore/tally.ts';
import type { Verdict } from '../explore/verdict.ts';
import type { WalkOptions } from '../explore/walk.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Model } from '../model/model.ts';
import { replay } from '../model/trace.ts';
import { keeps } from './keeps.ts';
import type { Trace } from './trace.ts';
import { walks } from './walks.ts';

export interface RandomOptions extends WalkOptions {
  /** How many walks to take. */
  readonly runs?: number;
  /** The same seed takes the same walks, on every machine. */
  readonly seed?: number;
}

/**
 * Takes random walks through a model until one breaks a guarantee, and shrinks it.
 *
 * It errs in one direction only: what it finds is real, but walks that find nothing prove nothing, so the
 * verdict is never `holds`.
 *
 * @throws HandlerError when a handler of the protocol misbehaves.
 * @example
 * verifyByWalks(compose(shortWindow, worlds.calm), atMostOnce, { seed: 1 }).verdict; // 'violated'
 */
export const verifyByWalks = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  { runs = 1000, seed = 1, ...options }: RandomOptions = {},
): Verdict<Action> => {
  const occurred = tally();
  const check = keeps(guarantee);
  let walked = 0;
  const property = fc.property(walks(model, options), (trace: Trace<any, Action>) => {
    if (!trace.isUnshrunk) {
      walked += 1;
      for (const { action, observations } of replay(model, trace.actions))
        occurred.count(action.type, observations);
    }
    check(trace);
  });
  const outcome = fc.check(property, { numRuns: runs, seed, maxSkipsPerRun: 10 });
  const judged = {
    model: model.name,
    guarantee: guarantee.name,
    engine: 'random',
    bound: model.bound,
    coverage: { runs: walked, seed, ...occurred.total(), withheld: false },
  } as const;
  if (outcome.counterexample !== null) {
    const [trace] = outcome.counterexample;
    const { violation } = trace.examine(guarantee);
    if (violation !== undefined) {
      return {
        ...judged,
        verdict: 'violated',
        violation,
        trace: trace.actions,
        shortest: false,
        ...trace.form,
      };
    }
    throw outcome.errorInstance; // not a broken promise but a broken protocol
  }
  const skipped = outcome.numSkips === 0 ? '' : `, ${outcome.numSkips} of them undecided`;
  const reason = `${walked} random walks broke nothing${skipped}; walks find, they never prove`;
  return { ...judged, verdict: 'unknown', reason };
};
