import type { Verdict } from '../../explore/verdict.ts';
import { isSilent } from '../../matrix/matrix.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { nameOf } from '../select.ts';
import type { Subject } from '../select.ts';

/** A matrix of what was asked for. */
export type Found = Matrix<Subject>;

/** One line of a table: a protocol and a guarantee, by their numbers, under every assumption. */
export interface Line {
  /** What it stands for in its table, where the other is the title. */
  readonly of: 'protocol' | 'guarantee';
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
        lines: guarantees.map(({ name }, guarantee) => ({ of: 'guarantee', label: name, row, guarantee })),
      }))
    : guarantees.map(({ name, sentence }, guarantee) => ({
        title: name,
        sentence,
        lines: rows.map((subject, row) => ({
          of: 'protocol',
          label: `${isTwinIn(rows, subject) ? '  ' : ''}${nameOf(subject)}`,
          row,
          guarantee,
        })),
      }));

const sentenceOf = (subject: Subject): string => ('file' in subject ? subject.file : subject.summary);

/** Whether a flawed twin stands below what it is the twin of; there it is set in. */
export const isTwinIn = (rows: Found['rows'], subject: Subject): boolean =>
  'twinOf' in subject && rows.some(({ protocol }) => protocol === subject.twinOf);

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
