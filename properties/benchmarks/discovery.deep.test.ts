import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flaws, worldOf } from '../../src/catalogue.ts';
import type { Flaw } from '../../src/catalogue.ts';
import { shrink } from '../../src/counterexample/shrink.ts';
import { examinerOf } from '../../src/explore/examine.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { walks } from '../../src/fast-check/index.ts';
import { compose } from '../../src/model/compose.ts';

const seeds = Array.from({ length: 100 }, (_, index) => index + 1);
const mostRuns = 1000;

/** What became of one seed. */
interface Hunt {
  readonly runs: number;
  readonly found: number;
  readonly shrunk: number;
  readonly evaluations: number;
  readonly milliseconds: number;
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
  return {
    runs: numRuns,
    found: actions.length,
    shrunk: length,
    evaluations: shrunk.evaluations,
    milliseconds,
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
];

describe(`over ${seeds.length} seeds, random walks`, () => {
  const rows: (readonly string[])[] = [];

  it.each(flaws)('find what is wrong with $protocol.name, and shrink it to the fewest steps', (flaw) => {
    const verdict = verifyExhaustively(compose(flaw.protocol, worldOf(flaw, flaw.world)), flaw.guarantee);
    if (verdict.verdict !== 'violated') throw new Error('the flawed twin is not flawed');
    const hunts = seeds.map((seed) => hunt(flaw, seed));
    rows.push(row(flaw, hunts, verdict.trace.length));
    expect(hunts.filter((result) => result === undefined)).toHaveLength(0);
    const atFewest = hunts.filter((result) => result?.shrunk === verdict.trace.length).length;
    expect(atFewest / seeds.length).toBeGreaterThanOrEqual(0.95);
  });

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
