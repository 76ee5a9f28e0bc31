import type { Action, Answered, CutShort } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { textOf } from '../../model/plain.ts';
import type { WorldState } from '../../model/setting.ts';
import { replay } from '../../model/trace.ts';
import { ChangedError } from './errors.ts';

/** A letter for each type of action. */
export const letters = {
  submit: 's',
  receive: 'r',
  timeout: 't',
  restart: 'b', // is back
  disconnect: 'k', // its link is broken
  resume: 'g', // goes on
  tick: 'q', // the clock goes
  heal: 'h',
  lose: 'l',
  duplicate: 'd',
  partition: 'c', // is cut off
  crash: 'x',
  pause: 'w', // waits
  reset: 'z',
} as const satisfies Record<Action['type'], string>;

const types: ReadonlyMap<string, Action['type']> = new Map(
  Object.entries(letters).map(([type, letter]) => [letter, type as Action['type']]),
);

type Whole = Exclude<Action, CutShort>;

/**
 * The steps of a trace in a few characters each: the letter of the action's type, and its place among the
 * actions of that type that the state has to offer, without a number for the first. A crash or a pause has
 * its cut, if that is not 0, and then the answer that it cuts: `x1r` is a crash after the first effect of
 * what was the answer to the first packet that may arrive.
 *
 * The offers are put in the order of their canonical texts, and those that only the bound withholds count as
 * well: so a place depends on the state, and neither on the order in which an engine enumerates nor on what a
 * role would have answered to anything else.
 */
export const stepsOf = (model: WorldModel, trace: readonly Action[]): string =>
  replay(model, trace)
    .map(({ before, action }) =>
      'cut' in action
        ? `${letters[action.type]}${numbered(action.cut)}${placed(model, before, answeredBy(action))}`
        : placed(model, before, action),
    )
    .join('');

const answeredBy = ({ role, event }: CutShort): Answered => ({ ...event, role });

const numbered = (number: number): string => (number === 0 ? '' : String(number));

const placed = (model: WorldModel, state: WorldState, action: Whole): string => {
  const text = textOf(action);
  const place = offersIn(model, state, action.type).findIndex((offer) => textOf(offer) === text);
  if (place < 0) throw new Error(`${text} was performed, though it is not enumerated`);
  return `${letters[action.type]}${numbered(place)}`;
};

/** The actions of one type, in the order of their canonical texts. */
const offersIn = (model: WorldModel, state: WorldState, type: Action['type']): readonly Whole[] =>
  [...model.enabled(state), ...model.withheld(state)]
    .filter((action): action is Whole => action.type === type && !('cut' in action))
    .map((action) => ({ action, text: textOf(action) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ action }) => action);

const oneStep = /(?:([xw])([1-9]\d*)?)?([a-z])([1-9]\d*)?/y;

/** Whether a text is one that steps are written as. */
export const areSteps = (text: string): boolean =>
  /^(?:(?:[xw](?:[1-9]\d*)?[srtbgk]|[srtbgkqhldcz])(?:[1-9]\d*)?)*$/.test(text);

/**
 * Performs steps that were written down, and answers with the actions that they are.
 *
 * @throws ChangedError naming the first step that is not possible any more.
 */
export const performSteps = (model: WorldModel, text: string): readonly Action[] => {
  const actions: Action[] = [];
  let state = model.initial;
  oneStep.lastIndex = 0;
  for (let found = oneStep.exec(text); found !== null; found = oneStep.exec(text)) {
    const [, cutShort, cut = '0', letter = '', place = '0'] = found;
    const offer = offersIn(model, state, types.get(letter)!)[Number(place)];
    const action =
      offer === undefined || cutShort === undefined ? offer : cutAt(cutShort, Number(cut), offer);
    const step = action === undefined ? undefined : model.step(state, action);
    if (action === undefined || step === undefined) throw ChangedError.atStep(actions.length + 1);
    actions.push(action);
    state = step.state;
  }
  return actions;
};

const cutAt = (letter: string, cut: number, offer: Whole): CutShort => {
  const { role, ...event } = offer as Answered;
  return { type: types.get(letter) as CutShort['type'], role, event, cut };
};
