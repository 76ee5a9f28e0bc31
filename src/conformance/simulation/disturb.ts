import type { Action, Answered } from '../../model/action.ts';
import { isLeft } from '../../model/budget.ts';
import { textOf } from '../../model/plain.ts';
import { firstTurn, nextInTurn } from './fair.ts';
import type { Turn } from './fair.ts';
import type { Point } from './point.ts';
import type { Patience, Runner } from './run.ts';
import { isLater, soon } from './sooner.ts';

/** A fair run on its way: where it is, and whose turn is next. */
interface Way {
  readonly at: Point;
  readonly turn: Turn;
  /** The round in which something was observed last. */
  readonly heard: number;
}

/** Where one more disturbance is possible: the steps up to it, the disturbance included. */
export interface Opening {
  readonly actions: readonly Action[];
  /** Whose turn it then is, and when something was observed last. */
  readonly turn: Turn;
  readonly heard: number;
}

/**
 * What may happen instead of the next step of a fair run: each fault of the links; the step itself, cut short
 * by a crash or a pause in each place; and each other step, out of its turn.
 */
export const disturbancesOf = async (
  { model, allows }: Runner,
  at: Point,
  fair: Action,
): Promise<readonly Action[]> => {
  const { state } = at;
  const others = model
    .offered(state)
    .filter((action) => action !== fair && textOf(action) !== textOf(fair) && allows(at, action));
  if (!isAnswer(fair)) return others;
  const role = model.setting.roles.indexOf(fair.role);
  const types = isLeft(state.faults.crashes[role]) ? (['pause', 'crash'] as const) : (['pause'] as const);
  const asked = soon(() => types.flatMap((type) => model.cutsOf(state, fair, type)));
  return [...others, ...(isLater(asked) ? await asked : asked)];
};

const isAnswer = (action: Action): action is Answered => 'role' in action && !('cut' in action);

/** A fair run from its beginning, not disturbed yet. */
export const undisturbed: Opening = { actions: [], turn: firstTurn, heard: 0 };

/**
 * Goes on from an opening, fairly and with all submissions, until nothing more happens that can be observed.
 *
 * @param opened called with each opening for one more disturbance on the way, in the order of the run
 * @returns the point at which it was disturbed last, and the one to which it then came
 */
export const goOn = async (
  runner: Runner,
  { actions, turn, heard }: Opening,
  { rounds, quiet, steps }: Patience,
  opened: (opening: Opening) => void,
): Promise<{ readonly disturbed: Point; readonly end: Point }> => {
  const { model, take, perform, isDecided, allows } = runner;
  const disturbed = await perform(actions);
  const done = [...actions];
  let way: Way = { at: disturbed, turn, heard };
  for (;;) {
    const { at } = way;
    const next = nextInTurn(model, at.state, way.turn, {
      submitting: true,
      allows: at.zone && ((action) => allows(at, action)),
    });
    const round = next?.turn.round ?? Infinity;
    const isOver =
      round > turn.round + rounds ||
      round > Math.max(way.heard, turn.round) + quiet ||
      at.steps > disturbed.steps + steps;
    if (next === undefined || isOver || isDecided(at)) return { disturbed, end: at };
    for (const disturbance of await disturbancesOf(runner, at, next.action)) {
      opened({ actions: [...done, disturbance], turn: way.turn, heard: way.heard });
    }
    const after = (await take(at, next.action)) ?? at;
    done.push(next.action);
    const isHeard = after !== at && after.reached!.observations.length > 0;
    way = { at: after, turn: next.turn, heard: isHeard ? round : way.heard };
  }
};
