import { columnsOf, shortened, wrapped } from '../../counterexample/drawing/columns.ts';
import type { Verdict } from '../../explore/verdict.ts';
import { codeOf, codesInWords } from '../../matrix/assumptions.ts';
import type { Out } from '../command.ts';
import { paint } from '../paint.ts';
import { marksInWords, reachInWords } from './legend.ts';
import type { Legend } from './legend.ts';
import { markOf, tablesOf } from './tables.ts';
import type { Found, Line, Table } from './tables.ts';

/** A matrix for a terminal: its tables, and below what the letters and the marks mean. */
export const tellMatrix = (found: Found, { colour = false, width = 80 }: Out): string => {
  const paints = paint(colour);
  const tables = tablesOf(found);
  const layout = layoutOf(found, tables, width);
  const told = tables.map(({ title, sentence, lines }) =>
    [
      paints.strong(title),
      ...wrapped(sentence, width).map((text) => paints.faint(text)),
      `${' '.repeat(layout.label)}${paints.faint(layout.heads)}`,
      ...lines.map((line) => lineIn(found, line, layout, paints)),
    ].join('\n'),
  );
  return `${[...told, paints.faint(inTwoColumns(legendOf(found), width))].join('\n\n')}\n`;
};

interface Layout {
  /** How wide the labels are, and how wide each column is without the space before it. */
  readonly label: number;
  readonly columns: readonly number[];
  readonly heads: string;
}

/** Every column is as wide as its widest cell in any table, so that the tables stand in line. */
const layoutOf = (found: Found, tables: readonly Table[], width: number): Layout => {
  const codes = found.columns.map(codeOf);
  const columns = codes.map((code, column) => {
    const marks = found.verdicts.flatMap((row) => row[column]!.map(markOf));
    return Math.max(...[code, ...marks].map(columnsOf));
  });
  const taken = columns.reduce((sum, column) => sum + column + 1, 0);
  const labels = tables.flatMap(({ lines }) => lines.map(({ label }) => columnsOf(label)));
  const label = Math.max(12, Math.min(Math.max(0, ...labels) + 1, width - taken));
  return {
    label,
    columns,
    heads: codes.map((code, column) => ` ${code.padStart(columns[column]!)}`).join(''),
  };
};

const lineIn = (
  { verdicts }: Found,
  { label, row, guarantee }: Line,
  layout: Layout,
  paints: ReturnType<typeof paint>,
): string => {
  const name = shortened(label, layout.label - 1);
  const cells = verdicts[row]!.map((column, index) => {
    const verdict = column[guarantee]!;
    const mark = markOf(verdict);
    const space = ' '.repeat(1 + layout.columns[index]! - columnsOf(mark));
    return `${space}${paints[colourOf(verdict)](mark)}`;
  });
  return `${name}${' '.repeat(layout.label - columnsOf(name))}${cells.join('')}`;
};

const colourOf = (verdict: Verdict): 'good' | 'bad' | 'doubtful' | 'faint' => {
  switch (verdict.verdict) {
    case 'holds':
      return 'good';
    case 'violated':
      return 'bad';
    case 'unknown':
      return markOf(verdict) === '–' ? 'faint' : 'doubtful';
  }
};

const legendOf = (found: Found): Legend => [
  ...codesInWords,
  ...marksInWords(found),
  ['bound', reachInWords(found)],
  ['stories', '--write DIR writes every counterexample, drawn and told'],
];

const inTwoColumns = (legend: Legend, width: number): string => {
  const left = Math.max(...legend.map(([term]) => columnsOf(term))) + 2;
  return legend
    .flatMap(([term, words]) =>
      wrapped(words, width - left).map((line, index) => `${(index === 0 ? term : '').padEnd(left)}${line}`),
    )
    .join('\n');
};
