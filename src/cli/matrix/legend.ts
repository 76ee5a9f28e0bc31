import { worldUnder } from '../../matrix/assumptions.ts';
import { nameOf } from '../select.ts';
import { markOf } from './tables.ts';
import type { Found } from './tables.ts';

/** A mark, a letter or a term, and what it means. */
export type Legend = readonly (readonly [term: string, words: string])[];

/** What the marks of a matrix mean, and of those that say that nothing is known, why. */
export const marksInWords = (found: Found): Legend => {
  const isCutShort = found.verdicts
    .flat(2)
    .some((verdict) => verdict.verdict === 'violated' && !verdict.shortest);
  return [
    ['✓', 'holds in every state within the bound'],
    ['number', 'is broken: that is how many steps the shortest counterexample has'],
    ...(isCutShort ? [['≤', 'is broken in at most so many steps: a limit ended the search'] as const] : []),
    ...undecidedInWords(found),
  ];
};

/** A reason for which cells are not decided, and the guarantees and protocols of those cells. */
interface Undecided {
  readonly reason: string;
  readonly guarantees: readonly string[];
  readonly rows: readonly string[];
}

/** Why cells with this mark are not decided, each reason once. */
const undecidedIn = (found: Found, mark: '–' | '?'): readonly Undecided[] => {
  const cells = found.rows.flatMap((subject, row) =>
    found.columns.flatMap((column, at) =>
      found.guarantees.flatMap((guarantee, number) => {
        const verdict = found.verdicts[row]![at]![number]!;
        if (verdict.verdict !== 'unknown' || markOf(verdict) !== mark) return [];
        const where = mark === '?' ? ` in ${column.name}` : '';
        return [{ reason: verdict.reason, guarantee: guarantee.name, row: `${nameOf(subject)}${where}` }];
      }),
    ),
  );
  return distinct(cells.map(({ reason }) => reason)).map((reason) => {
    const alike = cells.filter((cell) => cell.reason === reason);
    return {
      reason,
      guarantees: distinct(alike.map(({ guarantee }) => guarantee)),
      rows: distinct(alike.map(({ row }) => row)),
    };
  });
};

/** The same in words, for a legend. */
const undecidedInWords = (found: Found): Legend =>
  (['–', '?'] as const).flatMap((mark) =>
    undecidedIn(found, mark).map(({ reason, guarantees, rows }) => {
      const opening = mark === '–' ? 'was never put to the test' : 'could not be decided';
      return [mark, `${opening}: ${reason} (${guarantees.join(', ')} of ${rows.join(', ')})`] as const;
    }),
  );

/** How far the worlds reach, in words: what most protocols share first, then those that differ. */
export const reachInWords = ({ rows, columns, options }: Found): string => {
  const reaches = rows.map((row) => {
    const { messages, capacity } = { ...worldUnder(columns[0]!, row), ...options.bounds };
    return `${counted(messages, 'message')}, ${counted(capacity, 'packet')} on a link`;
  });
  const sharing = (reach: string): readonly string[] =>
    rows.flatMap((row, index) => (reaches[index] === reach ? [nameOf(row)] : []));
  const [usual, ...others] = distinct(reaches).toSorted((a, b) => sharing(b).length - sharing(a).length);
  return [usual, ...others.map((reach) => `of ${sharing(reach).join(', ')}: ${reach}`)].join('; ');
};

export const counted = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
