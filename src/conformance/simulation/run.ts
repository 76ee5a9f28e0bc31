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
import { timekeeperOf } from './timing.ts';
import type { Timing } from './timing.ts';

/** How long a run is waited for once no more faults strike, in rounds of a fair schedule. */
export interface Patience {
  /**
   * For a debt to be paid: so many, and two more for each step of the run, for what has piled up in it may
   * be worked off one by one.
   */
  readonly rounds: number;
  /** For something more to be observed. */
  readonly quiet: number;
  /**
   * In steps, whatever the rounds: where time is kept, much may be due before a timer of long delay. Of a run
   * that is left by then nothing is said.
   */
  readonly steps: number;
  /** What is assumed of time: nothing, if left out. */
  readonly timing?: Timing | undefined;
}

export const usualPatience: Patience = { rounds: 30, quiet: 2, steps: 5000 };

/** Runs of one model, held against some guarantees. */
export interface Runner {
  readonly model: WorldModel;
  readonly start: Point;
  /** The point after an action; nothing, where it is not possible. */
  readonly take: (at: Point, action: Action) => Promise<Point | undefined>;
  /** Whether an action is possible in time, where that is kept. */
  readonly allows: (at: Point, action: Action) => boolean;
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
  const time = patience.timing === undefined ? undefined : timekeeperOf(model, patience.timing);
  const start: Point = {
    state: model.initial,
    ledgers: books.map(({ initial }) => initial),
    steps: 0,
    ...(time && { zone: time.start }),
  };
  const allows: Runner['allows'] = ({ zone }, action) =>
    zone === undefined || time === undefined || time.allows(zone, action);

  const take: Runner['take'] = async (before, action) => {
    if (!allows(before, action)) return undefined;
    const asked = soon(() => model.step(before.state, action));
    const step = isLater(asked) ? await asked : asked;
    if (step === undefined) return undefined;
    const { state, observations } = step;
    return {
      state,
      ledgers: books.map(({ observe }, number) => observe(before.ledgers[number]!, observations)),
      steps: before.steps + 1,
      ...(time && { zone: time.after(before.zone!, before.state, action, state) }),
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

  /** Whether something happens by itself, in time or not. */
  const canStill = ({ state }: Point): boolean =>
    model.offered(state).some((action) => model.natureOf(action) === 'progress');

  const runner: Omit<Runner, 'judge'> = {
    model,
    start,
    take,
    allows,
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
        const here = at;
        const next = nextInTurn(model, at.state, turn, {
          submitting: false,
          order,
          allows: time && ((action) => allows(here, action)),
        });
        if (next === undefined) return until(canStill(at) ? 'left' : 'standstill');
        if (at.steps - from.steps > patience.steps) return until('left');
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
