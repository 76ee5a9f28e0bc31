import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flaws, worldOf } from '../../src/catalogue.ts';
import type { Flaw } from '../../src/catalogue.ts';
import { shrink } from '../../src/counterexample/shrink.ts';
import { examinerOf } from '../../src/explore/examine.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { fingerprintOf } from '../../src/explore/fingerprint.ts';
import { normalForm } from '../../src/explore/normal-form.ts';
import { walks } from '../../src/fast-check/index.ts';
import { compose } from '../../src/model/compose.ts';

const seeds = Array.from({ length: 100 }, (_, index) => index + 1);
const mostRuns = 1000;

/** What became of one seed. */
interface Hunt {
  readonly runs: number;
  readonly found: number;
  readonly shrunk: number;
  /** Which trace the shrinker alone comes to. */
  readonly form: string;
  readonly evaluations: number;
  readonly milliseconds: number;
  /** Whether the search that follows proved its trace the shortest, and which bug it says that is. */
  readonly shortest: boolean;
  readonly fingerprint: string | undefined;
  readonly fewest: number;
  /** How long that search took, in milliseconds. */
  readonly search: number;
}

const hunt = (flaw: Flaw, seed: number): Hunt | undefined => {
  const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
  const examine = examinerOf(model, flaw.guarantee);
  const breaks = (actions: Parameters<typeof examine>[0]) => {
    const { violation, performed } = examine(actions);
    return violation === undefined ? undefined : performed;
  };
  const property = fc.property(walks(model), ({ actions }) => breaks(actions) === undefined);
  const { failed, numRuns, counterexample } = fc.check(property, {
    seed,
    numRuns: mostRuns,
    endOnFailure: true,
  });
  if (!failed) return undefined;
  const { actions } = counterexample![0];
  const start = performance.now();
  const shrunk = shrink(actions, breaks);
  const milliseconds = performance.now() - start;
  const { length } = shrunk.actions;
  // In a model of its own: what the walks have taught the other must not make the search faster.
  const fresh = compose(flaw.protocol, worldOf(flaw, flaw.world));
  const begin = performance.now();
  const form = normalForm(fresh, flaw.guarantee, shrunk.actions);
  const search = performance.now() - begin;
  return {
    runs: numRuns,
    found: actions.length,
    shrunk: length,
    form: fingerprintOf(flaw.guarantee, shrunk.actions),
    evaluations: shrunk.evaluations,
    milliseconds,
    shortest: form.shortest,
    fingerprint: form.fingerprint,
    fewest: form.trace.length,
    search,
  };
};

const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))]!;

const row = (flaw: Flaw, hunts: readonly (Hunt | undefined)[], shortest: number): readonly string[] => {
  const found = hunts.filter((result) => result !== undefined);
  const median = (pick: (result: Hunt) => number): number => quantile(found.map(pick), 0.5);
  const share = (count: number): string => `${Math.round((100 * count) / hunts.length)} %`;
  return [
    flaw.protocol.name,
    `${median(({ runs }) => runs)}`,
    `${quantile(
      found.map(({ runs }) => runs),
      0.9,
    )}`,
    share(found.filter(({ runs }) => runs <= 100).length),
    `${median((result) => result.found)}`,
    `${median(({ shrunk }) => shrunk)}`,
    `${shortest}`,
    share(found.filter(({ shrunk }) => shrunk === shortest).length),
    `${median(({ evaluations }) => evaluations)}`,
    median(({ milliseconds }) => milliseconds).toFixed(2),
    share(found.filter((result) => result.shortest && result.fewest === shortest).length),
    `${new Set(found.map(({ form }) => form)).size}`,
    `${new Set(found.map(({ fingerprint }) => fingerprint)).size}`,
    median(({ search }) => search).toFixed(2),
    Math.max(...found.map(({ search }) => search)).toFixed(2),
  ];
};

const heading = [
  'flawed twin',
  'runs until found (median)',
  '(p90)',
  'seeds found in 100 runs',
  'steps found',
  'steps shrunk',
  'fewest',
  'seeds at the fewest',
  'shrink steps',
  'shrink ms',
  'seeds proved shortest',
  'different when shrunk',
  'in the end',
  'search ms (median)',
  '(most)',
];

describe(`over ${seeds.length} seeds, random walks`, () => {
  const rows: (readonly string[])[] = [];

  it.each(flaws)(
    'find what is wrong with $protocol.name, and take it to the one trace that is the least',
    (flaw) => {
      const verdict = verifyExhaustively(compose(flaw.protocol, worldOf(flaw, flaw.world)), flaw.guarantee);
      if (verdict.verdict !== 'violated') throw new Error('the flawed twin is not flawed');
      const hunts = seeds.map((seed) => hunt(flaw, seed));
      rows.push(row(flaw, hunts, verdict.trace.length));
      expect(hunts.filter((result) => result === undefined)).toHaveLength(0);
      const atFewest = hunts.filter((result) => result?.shrunk === verdict.trace.length).length;
      expect(atFewest / seeds.length).toBeGreaterThanOrEqual(0.95);
      // What the shrinker leaves, the search takes to the optimum: always, with a proof, to the same trace.
      for (const result of hunts) {
        expect(result).toMatchObject({ shortest: true, fewest: verdict.trace.length });
        expect(result!.fingerprint).toBe(verdict.fingerprint);
      }
    },
  );

  it('print what it took', () => {
    const widths = heading.map((name, column) =>
      Math.max(name.length, ...rows.map((cells) => cells[column]!.length)),
    );
    const line = (cells: readonly string[]): string =>
      cells
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ');
    console.log(['', line(heading), ...rows.map(line), ''].join('\n'));
    expect(rows).toHaveLength(flaws.length);
  });
});
