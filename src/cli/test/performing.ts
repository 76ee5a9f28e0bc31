import { actionsTo } from '../../conformance/simulation/point.ts';
import { runnerOf } from '../../conformance/simulation/run.ts';
import type { Patience } from '../../conformance/simulation/run.ts';
import { throughout } from '../../conformance/simulation/sooner.ts';
import { firstImpossible } from '../../counterexample/token/change.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { outcomeOf } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';

/** How running code is judged: by all that may become of it, or by waiting for it. */
export interface Performing {
  readonly isVisitable: boolean;
  readonly patience: Patience;
}

/**
 * Has running code perform a trace, and judges it. What code owes that shows all of its memory is judged by all
 * that may still become of it; of any other code it is waited for.
 *
 * @throws ImplementationError when the code does not do what it must.
 */
export const performedBy = async (
  model: WorldModel,
  { isVisitable, patience }: Performing,
  guarantee: Guarantee,
  trace: readonly Action[],
): Promise<Outcome> => {
  if (isVisitable) return throughout(() => outcomeOf(model, guarantee, trace));
  const { perform, drain, judge } = runnerOf(model, [guarantee], patience);
  const disturbed = await perform(trace);
  const [broken] = await judge(disturbed, await drain(disturbed));
  if (broken !== undefined) {
    return { outcome: 'still broken', violation: broken.violation, performed: broken.trace };
  }
  const late = patience.timing && firstMissing(trace, actionsTo(disturbed));
  const step = late ?? (await throughout(() => firstImpossible(model, trace)));
  if (step === undefined) return { outcome: 'fixed', performed: trace };
  const reason = `step ${step} of ${trace.length} is not possible any more, and without it the promise is kept`;
  return { outcome: 'no longer possible', reason, performed: trace };
};

/** The number of the first step that was left out, be it that it was not possible in time; steps are never swapped. */
const firstMissing = (trace: readonly Action[], performed: readonly Action[]): number | undefined => {
  if (performed.length === trace.length) return undefined;
  const place = trace.findIndex((action, index) => performed[index] !== action);
  return place + 1;
};
