import type { Model, Step } from './model.ts';
import type { Observation } from './observation.ts';

/** One step of a trace that was performed. */
export interface Performed<State = any, Action extends { readonly type: string } = any> extends Step<State> {
  readonly action: Action;
  /** The state in which the action was performed. */
  readonly before: State;
}

/**
 * Performs a list of actions from the initial state. An action that is not possible where it stands is
 * skipped, so a trace survives the removal of any of its steps.
 *
 * @example
 * replay(model, trace).length === trace.length; // every action was possible
 */
export const replay = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  actions: readonly Action[],
): readonly Performed<State, Action>[] => {
  const performed: Performed<State, Action>[] = [];
  let before = model.initial;
  for (const action of actions) {
    const step = model.step(before, action);
    if (step === undefined) continue;
    performed.push({ action, before, ...step });
    before = step.state;
  }
  return performed;
};

/** All that was observed, in order. */
export const observationsOf = (steps: readonly Step<unknown>[]): readonly Observation[] =>
  steps.flatMap(({ observations }) => observations);
