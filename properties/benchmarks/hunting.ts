import fc from 'fast-check';
import { shrink } from '../../src/counterexample/shrink.ts';
import { examinerOf } from '../../src/explore/examine.ts';
import { fingerprintOf } from '../../src/explore/fingerprint.ts';
import { normalForm } from '../../src/explore/normal-form.ts';
import { keeps, walks } from '../../src/fast-check/index.ts';
import { modelOf } from './planted.ts';
import type { Planted } from './planted.ts';

/** What became of one seed: how it was found, and what was left of it when nothing got smaller. */
export interface Hunt {
  /** How many runs it took to find. */
  readonly runs: number;
  /** How many steps the trace found had. */
  readonly found: number;
  /** How many steps the final trace has. */
  readonly final: number;
  /** By which two final traces are the same. */
  readonly fingerprint: string;
  /** Whether it is proved that no trace is shorter. */
  readonly shortest: boolean;
  /** How many candidates were performed to get there. */
  readonly evaluations: number;
  /** How long it took to get from the trace found to the final one. */
  readonly milliseconds: number;
}

/** A bug that is not found in so many runs counts as missed. */
export const mostRuns = 1000;

/**
 * Finds a planted bug by random walks, and shrinks what is found in the two steps in which a trace shrinks itself
 * (`Trace.examine`), taken one by one so that what they cost can be told. Evaluations are the candidates of the
 * first; the second, the search for the normal form, performs no candidates, but its time is counted.
 */
export const huntByWalks = (bug: Planted, seed: number): Hunt | undefined => {
  const model = modelOf(bug);
  const property = fc.property(walks(model), keeps(bug.guarantee));
  const { failed, numRuns, counterexample } = fc.check(property, {
    seed,
    numRuns: mostRuns,
    endOnFailure: true,
    maxSkipsPerRun: 10,
  });
  if (!failed || counterexample === null) return undefined;
  const [{ actions }] = counterexample;
  const examine = examinerOf(model, bug.guarantee);
  const start = performance.now();
  const shrunk = shrink(actions, (candidate) => {
    const { violation, performed } = examine(candidate);
    return violation === undefined ? undefined : performed;
  });
  const form = normalForm(model, bug.guarantee, shrunk.actions);
  const milliseconds = performance.now() - start;
  return {
    runs: numRuns,
    found: actions.length,
    final: form.trace.length,
    fingerprint: fingerprintOf(bug.guarantee, form.trace),
    shortest: form.shortest,
    evaluations: shrunk.evaluations,
    milliseconds,
  };
};
