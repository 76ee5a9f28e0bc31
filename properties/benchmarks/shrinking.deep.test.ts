import { describe, expect, it } from 'vitest';
import { verifyByWalks } from '../../src/fast-check/index.ts';
import { huntByCommands } from './commands.ts';
import { huntByWalks, mostRuns } from './hunting.ts';
import type { Hunt } from './hunting.ts';
import { modelOf, planted } from './planted.ts';
import type { Planted } from './planted.ts';
import { reportOn } from './shrinking-report.ts';
import type { Series } from './shrinking-report.ts';

const seeds = Array.from({ length: 50 }, (_, index) => index + 1);

/** The other encoding of the rival is there to show that the first does not wrong it: fewer seeds are enough. */
const fewSeeds = seeds.slice(0, 10);

interface Hunter {
  readonly hunter: string;
  readonly from: readonly number[];
  readonly hunt: (bug: Planted, seed: number) => Hunt | undefined;
}

/** All in the same run, one after the other for each bug, and each in a model of its own. */
const hunters: readonly Hunter[] = [
  { hunter: 'walks', from: seeds, hunt: huntByWalks },
  {
    hunter: 'commands by place',
    from: seeds,
    hunt: (bug, seed) => huntByCommands(bug, seed, 'type and place'),
  },
  {
    hunter: 'commands by type',
    from: fewSeeds,
    hunt: (bug, seed) => huntByCommands(bug, seed, 'type'),
  },
];

const bugs = planted();
const series: Series[] = [];

describe(`over ${seeds.length} seeds, each of ${bugs.length} planted bugs`, () => {
  it.each(bugs)('$name: is found by walks and always comes to the one least trace', (bug) => {
    const own = hunters.map(({ hunter, from, hunt }): Series => ({
      bug,
      hunter,
      hunts: from.map((seed) => hunt(bug, seed)),
    }));
    series.push(...own);
    for (const hunt of own[0]!.hunts) {
      expect(hunt).toMatchObject({ final: bug.fewest, shortest: true, fingerprint: bug.fingerprint });
    }
    // The rival may stop early, but never below what is proved to be the least.
    for (const hunt of own.slice(1).flatMap(({ hunts: some }) => some)) {
      expect(hunt?.final ?? bug.fewest).toBeGreaterThanOrEqual(bug.fewest);
    }
    // What was taken apart to be measured comes to what a user gets.
    expect(verifyByWalks(modelOf(bug), bug.guarantee, { seed: 1, runs: mostRuns })).toMatchObject({
      verdict: 'violated',
      shortest: true,
      fingerprint: bug.fingerprint,
    });
  });

  it('of which there are at least thirty; and print what it took', () => {
    expect(bugs.length).toBeGreaterThanOrEqual(30);
    expect(series).toHaveLength(bugs.length * hunters.length);
    console.log(reportOn(series));
  });
});
