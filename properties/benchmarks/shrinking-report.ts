import type { Hunt } from './hunting.ts';
import type { Planted } from './planted.ts';

/** What became of all seeds of one bug in the hands of one hunter. */
export interface Series {
  readonly bug: Planted;
  readonly hunter: string;
  /** One for each seed; nothing where the bug was missed. */
  readonly hunts: readonly (Hunt | undefined)[];
}

const heading = [
  'planted bug',
  'world',
  'by',
  'seeds that found it',
  'runs (median)',
  '(most)',
  'steps found',
  'fewest',
  'steps in the end',
  '(most)',
  'seeds at the fewest',
  'proved shortest',
  'distinct traces',
  'evaluations',
  '(most)',
  'ms (median)',
  '(most)',
];

const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? NaN;

/** Never rounded up to all, nor down to none. */
const share = (count: number, of: number): string => {
  const percent = (100 * count) / of;
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`;
};

const numbersOf = (hunts: readonly (Hunt | undefined)[], fewestOf: (index: number) => number) => {
  const found = hunts.filter((hunt) => hunt !== undefined);
  const median = (pick: (hunt: Hunt) => number): number => quantile(found.map(pick), 0.5);
  const most = (pick: (hunt: Hunt) => number): number => Math.max(...found.map(pick));
  const optimal = hunts.filter((hunt, index) => hunt?.final === fewestOf(index));
  return {
    found: share(found.length, hunts.length),
    runs: [`${median(({ runs }) => runs)}`, `${most(({ runs }) => runs)}`],
    steps: `${median((hunt) => hunt.found)}`,
    final: [`${median(({ final }) => final)}`, `${most(({ final }) => final)}`],
    optimal: share(optimal.length, hunts.length),
    shortest: share(found.filter(({ shortest }) => shortest).length, hunts.length),
    evaluations: [`${median(({ evaluations }) => evaluations)}`, `${most(({ evaluations }) => evaluations)}`],
    milliseconds: [
      median(({ milliseconds }) => milliseconds).toFixed(2),
      most(({ milliseconds }) => milliseconds).toFixed(2),
    ],
  };
};

const distinctIn = ({ hunts }: Series): number =>
  new Set(hunts.flatMap((hunt) => hunt?.fingerprint ?? [])).size;

const row = (one: Series): readonly string[] => {
  const { bug, hunter, hunts } = one;
  const numbers = numbersOf(hunts, () => bug.fewest);
  const { found, runs, steps, final, optimal, shortest, evaluations, milliseconds } = numbers;
  return [
    bug.name,
    bug.world.name,
    hunter,
    found,
    ...runs,
    steps,
    `${bug.fewest}`,
    ...final,
    optimal,
    shortest,
    `${distinctIn(one)}`,
    ...evaluations,
    ...milliseconds,
  ];
};

/** Over all seeds of all bugs; under distinct traces, of how many bugs there was only one. */
const total = (hunter: string, all: readonly Series[]): readonly string[] => {
  const own = all.filter((one) => one.hunter === hunter);
  const fewest = own.flatMap(({ bug, hunts }) => hunts.map(() => bug.fewest));
  const numbers = numbersOf(
    own.flatMap(({ hunts }) => hunts),
    (index) => fewest[index]!,
  );
  const { found, runs, steps, final, optimal, shortest, evaluations, milliseconds } = numbers;
  const one = own.filter((some) => distinctIn(some) === 1).length;
  return [
    `all ${own.length} bugs`,
    '',
    hunter,
    found,
    ...runs,
    steps,
    '',
    ...final,
    optimal,
    shortest,
    `one of ${share(one, own.length)}`,
    ...evaluations,
    ...milliseconds,
  ];
};

/** A table sorted by bug, and below it what it comes to for each hunter. */
export const reportOn = (series: readonly Series[]): string => {
  const hunters = [...new Set(series.map(({ hunter }) => hunter))];
  const sorted = series.toSorted((a, b) =>
    a.bug.name < b.bug.name
      ? -1
      : a.bug.name > b.bug.name
        ? 1
        : hunters.indexOf(a.hunter) - hunters.indexOf(b.hunter),
  );
  const rows = [heading, ...sorted.map(row), heading, ...hunters.map((hunter) => total(hunter, series))];
  const widths = heading.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const isText = (column: number): boolean => column < 3;
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell) => (cell === 'NaN' || cell === '-Infinity' ? '–' : cell)) // nothing was found
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return ['', ...rows.map(line), ''].join('\n');
};
