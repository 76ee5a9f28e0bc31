import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { ChangedError } from './errors.ts';
import { digestOf } from './digest.ts';

/**
 * How a protocol has changed since a trace was recorded in it, in a way that matters to the trace: a step that
 * is not possible any more, or else an answer that is another. Nothing, if it has not.
 */
export const changeIn = (
  model: WorldModel,
  trace: readonly Action[],
  digest: string,
): ChangedError | undefined => {
  const step = firstImpossible(model, trace);
  if (step !== undefined) return ChangedError.atStep(step);
  const now = digestOf(model, trace);
  return now === digest ? undefined : ChangedError.inAnswers(now, digest);
};

/** The first step of a trace, from 1, that is not possible where it stands. */
export const firstImpossible = (model: WorldModel, trace: readonly Action[]): number | undefined => {
  let state = model.initial;
  for (const [index, action] of trace.entries()) {
    const step = model.step(state, action);
    if (step === undefined) return index + 1;
    state = step.state;
  }
  return undefined;
};
