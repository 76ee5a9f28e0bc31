import { oneWayToChoose } from '../../explore/walk.ts';
import type { Dice, WalkOptions } from '../../explore/walk.ts';
import type { Action, Answered, CutShort } from '../../model/action.ts';
import { isLeft } from '../../model/budget.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { Event } from '../../model/role.ts';
import type { WorldState } from '../../model/setting.ts';
import type { Point } from './point.ts';
import type { Runner } from './run.ts';
import { isLater, soon } from './sooner.ts';

/** A crash, or a pause, in the middle of an answer, of which it is still open where. */
type Uncut = Omit<CutShort, 'cut'>;

/**
 * A random run of an implementation: the walks of the models, in the same three ways, but for one thing. Where
 * an answer may be cut is known only once it is there, and code is dear to ask. So first the answer is chosen
 * that is to be cut, and only then, of all its cuts, one: of all that is possible in a state nothing is asked
 * but what then happens.
 */
export const wander = async (
  { model, start, take, allows }: Runner,
  dice: Dice,
  { minSteps = 20, maxSteps = 60 }: WalkOptions,
): Promise<Point> => {
  const steps = minSteps + dice(maxSteps - minSteps + 1);
  const choose = oneWayToChoose(dice);
  let at: Point = start;
  while (at.steps < steps) {
    const here = at;
    const candidates = candidatesIn(model, here.state).filter((action) => allows(here, action as Action));
    if (candidates.length === 0) return at;
    const chosen = choose(candidates);
    const action = isUncut(chosen) ? await cutSomewhere(model, at.state, chosen, dice) : chosen;
    const next = await take(at, action);
    // Only a bound keeps back what is offered; then the walk ends here, as good an end as any.
    if (next === undefined) return at;
    at = next;
  }
  return at;
};

const candidatesIn = (model: WorldModel, state: WorldState): readonly (Action | Uncut)[] => {
  const offered = model.offered(state);
  const answers = offered.filter(isAnswer);
  const uncut = answers.flatMap((answer): readonly Uncut[] => {
    const { role, ...event } = answer;
    const crashes = state.faults.crashes[model.setting.roles.indexOf(role)];
    const pause: Uncut = { type: 'pause', role, event: event as Event };
    return isLeft(crashes) ? [pause, { ...pause, type: 'crash' }] : [pause];
  });
  return [...offered, ...uncut];
};

const isAnswer = (action: Action): action is Answered => 'role' in action && !('cut' in action);

const isUncut = (chosen: Action | Uncut): chosen is Uncut => 'event' in chosen && !('cut' in chosen);

/** An answer that can be cut nowhere, as most cannot by a pause, is given whole. */
const cutSomewhere = async (
  model: WorldModel,
  state: WorldState,
  { type, role, event }: Uncut,
  dice: Dice,
): Promise<Action> => {
  const whole = { role, ...event } as Answered;
  const asked = soon(() => model.cutsOf(state, whole, type));
  const cuts = isLater(asked) ? await asked : asked;
  return cuts.length === 0 ? whole : cuts[dice(cuts.length)]!;
};
