import { lossOf } from '../../explore/examine.ts';
import type { Violation } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Claim, Ledger, Ledgers } from '../../guarantees/ledger.ts';
import { ledgersOf } from '../../guarantees/ledger.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { Observation } from '../../model/observation.ts';
import type { WorldState } from '../../model/setting.ts';
import { firstTurn, nextInTurn } from './fair.ts';
import { isLater, soon } from './sooner.ts';

/** A point of a run: the state, what the guarantees know by then, and the step that led there. */
export interface Point {
  readonly state: WorldState;
  /** By guarantee. */
  readonly ledgers: readonly Ledger[];
  readonly steps: number;
  readonly reached?: {
    readonly before: Point;
    readonly action: Action;
    readonly observations: readonly Observation[];
  };
}

/** How a run came to its end. */
export type Ending =
  /** Nothing can happen any more. */
  | 'standstill'
  /** Nothing is owed, and for some rounds nothing could be observed. */
  | 'quiet'
  /** It goes on, and was left after many rounds. */
  | 'restless';

/** A promise that a run breaks. */
export interface Broken {
  readonly guarantee: Guarantee;
  readonly trace: readonly Action[];
  readonly violation: Violation;
}

/** How long a run is waited for once no more faults strike, in rounds of a fair schedule. */
export interface Patience {
  /**
   * For a debt to be paid: so many, and two more for each step of the run, for what has piled up in it may
   * be worked off one by one.
   */
  readonly rounds: number;
  /** For something more to be observed. */
  readonly quiet: number;
}

export const usualPatience: Patience = { rounds: 30, quiet: 2 };

/** Runs of one model, held against some guarantees. */
export interface Runner {
  readonly model: WorldModel;
  readonly start: Point;
  /** The point after an action; nothing, where it is not possible. */
  readonly take: (at: Point, action: Action) => Promise<Point | undefined>;
  /** Whether every guarantee is broken already, so that nothing more is to be found out. */
  readonly isDecided: (at: Point) => boolean;
  /** Performs what is possible of a list of actions, until everything is decided. */
  readonly perform: (actions: readonly Action[], at?: Point) => Promise<Point>;
  /** Goes on from a point without faults, without submissions, and fairly, until it is known what becomes of it. */
  readonly drain: (at: Point) => Promise<Drained>;
  /** What a run breaks: by guarantee. It was disturbed up to `disturbed`, and then went on fairly. */
  readonly judge: (disturbed: Point, drained: Drained) => readonly (Broken | undefined)[];
}

/** What became of a run once no more faults struck, and in how many rounds. */
export interface Drained {
  readonly end: Point;
  readonly ending: Ending;
  readonly rounds: number;
}

export const runnerOf = (
  model: WorldModel,
  guarantees: readonly Guarantee[],
  patience: Patience = usualPatience,
): Runner => {
  const books = guarantees.map((guarantee) => ledgersOf(guarantee));
  const start: Point = { state: model.initial, ledgers: books.map(({ initial }) => initial), steps: 0 };

  const take: Runner['take'] = async (before, action) => {
    const asked = soon(() => model.step(before.state, action));
    const step = isLater(asked) ? await asked : asked;
    if (step === undefined) return undefined;
    const { state, observations } = step;
    return {
      state,
      ledgers: books.map(({ observe }, number) => observe(before.ledgers[number]!, observations)),
      steps: before.steps + 1,
      reached: { before, action, observations },
    };
  };
  const isDecided = ({ ledgers }: Point): boolean =>
    books.every(({ broken }, number) => broken(ledgers[number]!) !== undefined);
  const owes = ({ ledgers }: Point): boolean =>
    books.some(
      ({ owed, broken }, number) =>
        owed(ledgers[number]!).length > 0 && broken(ledgers[number]!) === undefined,
    );

  return {
    model,
    start,
    take,
    isDecided,
    perform: async (actions, from = start) => {
      let at = from;
      for (const action of actions) {
        if (isDecided(at)) break;
        at = (await take(at, action)) ?? at;
      }
      return at;
    },
    drain: async (from) => {
      let at = from;
      let turn = firstTurn;
      let heard = 0;
      const most = patience.rounds + 2 * from.steps;
      const until = (ending: Ending): Drained => ({ end: at, ending, rounds: turn.round });
      for (;;) {
        const next = nextInTurn(model, at.state, turn, false);
        if (next === undefined) return until('standstill');
        if (next.turn.round > most || isDecided(at)) return until('restless');
        if (next.turn.round > heard + patience.quiet && !owes(at)) return until('quiet');
        turn = next.turn;
        at = (await take(at, next.action)) ?? at;
        if (at.reached!.observations.length > 0) heard = turn.round;
      }
    },
    judge: (disturbed, drained) =>
      books.map((ledgers, number) => brokenIn(ledgers, number, disturbed, drained)),
  };
};

const brokenIn = (
  { guarantee, broken, owed }: Ledgers,
  number: number,
  disturbed: Point,
  { end, ending, rounds }: Drained,
): Broken | undefined => {
  const breach = broken(end.ledgers[number]!);
  if (breach !== undefined) {
    let at = end;
    while (broken(at.reached!.before.ledgers[number]!) !== undefined) at = at.reached!.before;
    const violation: Violation = { guarantee: guarantee.name, type: 'breach', ...breach };
    return { guarantee, trace: actionsTo(at), violation };
  }
  const [left] = owed(end.ledgers[number]!);
  if (left === undefined || ending === 'quiet') return undefined;
  // Up to where it was disturbed; or, where it is owed only since later, up to there.
  const debtAt = ({ ledgers }: Point): Claim | undefined =>
    owed(ledgers[number]!).find(({ message }) => message === left.message);
  let at = end;
  while (at.steps > disturbed.steps && debtAt(at.reached!.before) !== undefined) at = at.reached!.before;
  const debt = debtAt(at)!;
  const trace = actionsTo(at);
  const loss = debt.message === undefined ? {} : { loss: lossOf(observationsTo(at), debt.message) };
  const violation: Violation = {
    guarantee: guarantee.name,
    type: 'debt',
    ...debt,
    ...loss,
    ...(ending === 'standstill'
      ? { ending, continuation: { path: actionsTo(end).slice(trace.length), cycle: [] } }
      : {
          ending: 'for ever',
          noContinuation: `in ${rounds} rounds, in each of which every packet arrives and every timer fires, it is not paid; code that does not show its memory can be waited for, and no more`,
        }),
  };
  return { guarantee, trace, violation };
};

export const actionsTo = (end: Point): readonly Action[] => pathTo(end).map(({ action }) => action);

export const observationsTo = (end: Point): readonly Observation[] =>
  pathTo(end).flatMap(({ observations }) => observations);

/** The steps that lead to a point, in order. */
export const pathTo = (end: Point): readonly NonNullable<Point['reached']>[] => {
  const path: NonNullable<Point['reached']>[] = [];
  for (let at = end; at.reached !== undefined; at = at.reached.before) path.push(at.reached);
  return path.toReversed();
};
