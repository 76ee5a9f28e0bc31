import type { Violation } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { WorldState } from '../../model/setting.ts';
import { replay } from '../../model/trace.ts';
import { storyOf } from '../story/story.ts';
import type { Scene, Story } from '../story/story.ts';
import { decisiveOf, owedSince, sightedIn } from './decisive.ts';
import type { Sighted } from './decisive.ts';
import { isMishap } from './mishap.ts';

/** A counterexample, with what there is to say about it. */
export interface Case {
  readonly model: WorldModel;
  readonly trace: readonly Action[];
  readonly violation: Violation;
  readonly story: Story;
  /** The state before each step, and at the end the last. */
  readonly states: readonly WorldState[];
  readonly decisive: readonly Sighted[];
  /** For the debt of one message: the step since which it is owed. */
  readonly since: number | undefined;
  /** The scenes in which something strikes. */
  readonly mishaps: readonly Scene[];
}

export const caseOf = (
  model: WorldModel,
  guarantee: Guarantee,
  trace: readonly Action[],
  violation: Violation,
): Case => {
  const story = storyOf(model, trace, violation);
  const sighted = sightedIn(story.scenes);
  return {
    model,
    trace,
    violation,
    story,
    states: [model.initial, ...replay(model, trace).map(({ state }) => state)],
    decisive: decisiveOf(guarantee, sighted, violation),
    since: violation.type === 'debt' ? owedSince(guarantee, sighted, violation) : undefined,
    mishaps: story.scenes.filter(isMishap),
  };
};
