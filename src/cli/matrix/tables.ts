import type { Verdict } from '../../explore/verdict.ts';
import { worldUnder } from '../../matrix/assumptions.ts';
import { isSilent } from '../../matrix/matrix.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { nameOf } from '../select.ts';
import type { Subject } from '../select.ts';

/** A matrix of what was asked for. */
export type Found = Matrix<Subject>;

/** One line of a table: a protocol and a guarantee, by their numbers, under every assumption. */
export interface Line {
  readonly label: string;
  readonly row: number;
  readonly guarantee: number;
}

export interface Table {
  readonly title: string;
  readonly sentence: string;
  readonly lines: readonly Line[];
}

/** A matrix has three dimensions: a table for each guarantee, or for each protocol where those are fewer. */
export const tablesOf = ({ rows, guarantees }: Found): readonly Table[] =>
  rows.length < guarantees.length
    ? rows.map((subject, row) => ({
        title: nameOf(subject),
        sentence: sentenceOf(subject),
        lines: guarantees.map(({ name }, guarantee) => ({ label: name, row, guarantee })),
      }))
    : guarantees.map(({ name, sentence }, guarantee) => ({
        title: name,
        sentence,
        lines: rows.map((subject, row) => ({ label: labelOf(subject), row, guarantee })),
      }));

const sentenceOf = (subject: Subject): string => ('file' in subject ? subject.file : subject.summary);

/** A flawed twin is set in, so that it stands below what it is the twin of. */
const labelOf = (subject: Subject): string => `${isTwin(subject) ? '  ' : ''}${nameOf(subject)}`;

export const isTwin = (subject: Subject): boolean => 'twinOf' in subject;

/** What stands in a cell, in as few characters as can be. */
export const markOf = (verdict: Verdict): string => {
  switch (verdict.verdict) {
    case 'holds':
      return '✓';
    case 'violated':
      return `${verdict.shortest ? '' : '≤'}${verdict.trace.length}`;
    case 'unknown':
      return isSilent(verdict) ? '–' : '?';
  }
};

/** A mark, a letter or a term, and what it means. */
export type Legend = readonly (readonly [term: string, words: string])[];

/** What the marks of a matrix mean, and of those that say that nothing is known, why. */
export const marksInWords = (found: Found): Legend => {
  const isBound = (verdict: Verdict): boolean => markOf(verdict).startsWith('≤');
  return [
    ['✓', 'holds in every state within the bound'],
    ['number', 'is broken: that is how many steps the shortest counterexample has'],
    ...(found.verdicts.flat(2).some(isBound)
      ? [['≤', 'is broken in at most so many steps: a limit ended the search'] as const]
      : []),
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
