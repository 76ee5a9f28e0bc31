import { match } from 'ts-pattern';
import { firstImpossible } from '../counterexample/token/change.ts';
import { explain } from '../counterexample/why/why.ts';
import { examinerOf } from '../explore/examine.ts';
import type { Violation } from '../explore/verdict.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import type { paint } from './paint.ts';

/**
 * What comes of a failure of the past when it is performed again.
 *
 * - `still broken`        the promise is broken, be it in the same way or in another
 * - `fixed`               every step is still possible, and the promise is kept
 * - `no longer possible`  a step is not possible any more, and the promise is kept by what is left: so nothing is
 *                         known, and what was broken may still be, on a way of its own
 * - `undecided`           debts are left of which it could not be found out whether they are ever paid
 */
export type Outcome = { readonly performed: readonly Action[] } & (
  | { readonly outcome: 'still broken'; readonly violation: Violation }
  | { readonly outcome: 'fixed' }
  | { readonly outcome: 'no longer possible' | 'undecided'; readonly reason: string }
);

/** A past failure that was performed again. */
export interface Replayed {
  readonly file: string;
  readonly outcome: Outcome;
}

/** Performs a trace once and judges it. */
export const outcomeOf = (model: WorldModel, guarantee: Guarantee, trace: readonly Action[]): Outcome => {
  const { violation, performed, undecided } = examinerOf(model, guarantee)(trace);
  if (violation !== undefined) return { outcome: 'still broken', violation, performed };
  const step = firstImpossible(model, trace);
  if (step !== undefined) {
    const reason = `step ${step} of ${trace.length} is not possible any more, and without it the promise is kept`;
    return { outcome: 'no longer possible', reason, performed };
  }
  if (undecided) {
    return {
      outcome: 'undecided',
      reason: 'it could not be found out whether what is owed is ever paid',
      performed,
    };
  }
  return { outcome: 'fixed', performed };
};

/** What an outcome says of the steps that were performed: what is wrong with them, and why, if anything is. */
export const judgedIn = (
  { model, guarantee }: { readonly model: WorldModel; readonly guarantee: Guarantee },
  outcome: Outcome,
) => {
  const { performed } = outcome;
  if (outcome.outcome !== 'still broken') return { performed, violation: undefined, why: undefined };
  const { violation } = outcome;
  return { performed, violation, why: explain(model, guarantee, performed, violation) };
};

/** An outcome in words. */
export const wordsOf = (outcome: Outcome): string => {
  switch (outcome.outcome) {
    case 'still broken':
      return outcome.violation.clause;
    case 'fixed':
      return 'every step is still possible, and the promise is kept';
    default:
      return outcome.reason;
  }
};

/** An outcome at a glance. */
export const markOf = ({ outcome }: Outcome, paints: ReturnType<typeof paint>): string =>
  match(outcome)
    .with('still broken', (name) => paints.bad(`✗ ${name}`))
    .with('fixed', (name) => paints.good(`✓ ${name}`))
    .with('no longer possible', 'undecided', (name) => paints.doubtful(`? ${name}`))
    .exhaustive();
