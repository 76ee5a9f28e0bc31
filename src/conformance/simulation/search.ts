import { tally } from '../../explore/tally.ts';
import type { Coverage, Enumerated } from '../../explore/verdict.ts';
import type { WalkOptions } from '../../explore/walk.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Action } from '../../model/action.ts';
import { textOf } from '../../model/plain.ts';
import type { World } from '../../model/world.ts';
import { ImplementationError } from '../implementation.ts';
import type { Implementation } from '../implementation.ts';
import { dieOf } from './die.ts';
import { goOn, undisturbed } from './disturb.ts';
import type { Opening } from './disturb.ts';
import type { EmbodyOptions } from './embody.ts';
import type { Broken } from './judge-run.ts';
import { pathTo } from './point.ts';
import type { Point } from './point.ts';
import { runnerOf } from './run.ts';
import type { Patience, Runner } from './run.ts';
import { onStage } from './stage.ts';
import { wander } from './wander.ts';

/** What is to be tried, and how much of it. */
export interface Effort extends WalkOptions, Required<Pick<EmbodyOptions, 'seed'>>, Patience {
  readonly within?: EmbodyOptions['within'];
  /** How many random runs there are. */
  readonly runs: number;
  /** In how many places at once a fair run is disturbed systematically. */
  readonly disturbances: number;
  /** How many runs that takes at most. */
  readonly maxEnumerated: number;
  /** How many of the random runs are made twice, to see whether the same happens again. */
  readonly repeated: number;
  /** Runs to begin with: what failed in the past. */
  readonly past: readonly (readonly Action[])[];
}

/** What the runs have shown. */
export interface Search {
  /** By guarantee: the first run that broke it. */
  readonly broken: readonly (Broken | undefined)[];
  readonly coverage: Coverage;
}

/** After so many runs everything learnt is forgotten, or it would outgrow the memory. */
const runsOnOneStage = 200;

/**
 * Runs an implementation in a world: what failed before; a fair run without faults; then systematically
 * disturbed ones, in order of the number of disturbances; then random ones. It ends once every guarantee is
 * broken.
 *
 * @throws ImplementationError when the code is no implementation, or does not do the same when run again
 */
export const searchIn = async (
  implementation: Implementation,
  world: World,
  guarantees: readonly Guarantee[],
  effort: Effort,
): Promise<Search> => {
  const broken: (Broken | undefined)[] = guarantees.map(() => undefined);
  const isOver = (): boolean => broken.every((found) => found !== undefined);
  const occurred = tally();
  const enumerated: Enumerated[] = [];
  let walked = 0;

  const withRunner = <T>(act: (runner: Runner) => Promise<T>): Promise<T> =>
    onStage(implementation, world, effort, ({ model }) => act(runnerOf(model, guarantees, effort)));
  const finish = async (runner: Runner, disturbed: Point, at: Point): Promise<Point> => {
    const drained = await runner.drain(at);
    const { end } = drained;
    for (const { action, observations } of pathTo(end)) occurred.count(action.type, observations);
    const judged = await runner.judge(disturbed, drained);
    judged.forEach((found, number) => (broken[number] ??= found));
    return end;
  };

  /** Runs on one stage after the other until `act` has no more to do. */
  const inTurns = async (act: (runner: Runner) => Promise<'more' | 'done'>): Promise<void> => {
    const turn = (): Promise<'more' | 'done'> =>
      withRunner(async (runner) => {
        for (let here = 0; here < runsOnOneStage; here += 1) {
          if (isOver() || (await act(runner)) === 'done') return 'done';
        }
        return 'more';
      });
    while ((await turn()) === 'more');
  };

  const enumerate = async (): Promise<void> => {
    let openings: readonly Opening[] = [undisturbed];
    let left = effort.maxEnumerated;
    for (let disturbances = 0; disturbances <= effort.disturbances && !isOver(); disturbances += 1) {
      const found: Opening[] = [];
      const note = (opening: Opening): void => {
        if (disturbances < effort.disturbances) found.push(opening);
      };
      const tried = openings.slice(0, left);
      let runs = 0;
      await inTurns(async (runner) => {
        const opening = tried[runs];
        if (opening === undefined) return 'done';
        const { disturbed, end } = await goOn(runner, opening, effort, note);
        await finish(runner, disturbed, end);
        runs += 1;
        return 'more';
      });
      left -= runs;
      enumerated.push({ disturbances, runs, all: runs === openings.length });
      openings = found;
    }
  };

  const draw = (): Promise<void> => {
    const die = dieOf(effort.seed);
    return inTurns(async (runner) => {
      if (walked >= effort.runs) return 'done';
      const at = await wander(runner, die, effort);
      const end = await finish(runner, at, at);
      walked += 1;
      if (walked <= effort.repeated) await compareAgain(end);
      return 'more';
    });
  };

  const compareAgain = async (end: Point): Promise<void> => {
    const path = pathTo(end);
    const again = await withRunner(({ perform }) => perform(path.map(({ action }) => action)));
    if (
      textOf(path.map(({ observations }) => observations)) !==
      textOf(pathTo(again).map(({ observations }) => observations))
    )
      throw differing(implementation);
  };

  await withRunner(async (runner) => {
    for (const actions of effort.past) {
      const at = await runner.perform(actions);
      await finish(runner, at, at);
    }
  });
  await enumerate();
  await draw();
  return {
    broken,
    coverage: {
      runs: walked,
      seed: effort.seed,
      enumerated,
      ...occurred.total(),
      withheld: false,
    },
  };
};

/** The same run did not end in the same way: then no verdict about it says anything. */
export const differing = ({ name, roles }: Implementation): ImplementationError =>
  new ImplementationError(
    Object.keys(roles).join('", "'),
    `of ${name}: the same run comes out differently when it is made again. What the code decides by chance, by the clock, or with what outlives a crash must come from its surroundings`,
  );
