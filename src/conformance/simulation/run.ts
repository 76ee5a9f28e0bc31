import type { Guarantee } from '../../guarantees/guarantee.ts';
import { ledgersOf } from '../../guarantees/ledger.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { firstTurn, nextInTurn } from './fair.ts';
import type { Fairness } from './fair.ts';
import { brokenIn } from './judge-run.ts';
import type { Broken } from './judge-run.ts';
import type { Drained, Ending, Point } from './point.ts';
import { isLater, soon } from './sooner.ts';

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
  readonly drain: (at: Point, order?: Fairness['order']) => Promise<Drained>;
  /** What a run breaks: by guarantee. It was disturbed up to `disturbed`, and then went on fairly. */
  readonly judge: (disturbed: Point, drained: Drained) => Promise<readonly (Broken | undefined)[]>;
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

  const runner: Omit<Runner, 'judge'> = {
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
    drain: async (from, order = 'arrivals first') => {
      let at = from;
      let turn = firstTurn;
      let heard = 0;
      const most = patience.rounds + 2 * from.steps;
      const until = (ending: Ending): Drained => ({ end: at, ending, rounds: turn.round });
      for (;;) {
        const next = nextInTurn(model, at.state, turn, { submitting: false, order });
        if (next === undefined) return until('standstill');
        if (next.turn.round > most || isDecided(at)) return until('restless');
        if (next.turn.round > heard + patience.quiet && !owes(at)) return until('quiet');
        turn = next.turn;
        at = (await take(at, next.action)) ?? at;
        if (at.reached!.observations.length > 0) heard = turn.round;
      }
    },
  };
  return {
    ...runner,
    judge: (disturbed, drained) =>
      Promise.all(
        books.map((ledgers, number) =>
          brokenIn(ledgers, number, disturbed, drained, (at) => runner.drain(at, 'timers first')),
        ),
      ),
  };
};
