import { columnsOfGlyph, glyphsOf } from './columns.ts';

/** What a part of a drawing means; only a coloured drawing shows it. */
export type Style = 'plain' | 'faint' | 'packet' | 'application' | 'delivery' | 'timer' | 'fault' | 'wrong';

/** One line of a drawing: a cell for each column; the second half of a wide glyph is empty. */
export type Row = { glyph: string; style: Style }[];

export const emptyRow = (width: number): Row =>
  Array.from({ length: width }, () => ({ glyph: ' ', style: 'plain' }));

/** Writes into a row from a column on; what does not fit into the row is left out. */
export const write = (row: Row, column: number, text: string, style: Style = 'plain'): void => {
  let at = column;
  for (const glyph of glyphsOf(text)) {
    const columns = columnsOfGlyph(glyph);
    if (at >= 0 && at + columns <= row.length) {
      row[at] = { glyph, style };
      if (columns === 2) row[at + 1] = { glyph: '', style };
    }
    at += columns;
  }
};

export interface Finish {
  readonly colour: boolean;
  readonly ascii: boolean;
}

/** The rows as text, without spaces at the ends of lines. */
export const rendered = (rows: readonly Row[], finish: Finish): string =>
  rows.map((row) => lineOf(row, finish)).join('\n');

const lineOf = (row: Row, { colour, ascii }: Finish): string => {
  const end = row.findLastIndex(({ glyph }) => glyph !== ' ' && glyph !== '');
  let line = '';
  let current: Style = 'plain';
  for (const { glyph, style } of row.slice(0, end + 1)) {
    // Spaces take no colour, so they never end a stretch of it.
    if (colour && style !== current && glyph !== ' ') {
      line += `${current === 'plain' ? '' : reset}${codes[style]}`;
      current = style;
    }
    line += ascii ? asciiOf(glyph) : glyph;
  }
  return colour && current !== 'plain' ? line + reset : line;
};

const reset = '\u001B[0m';

const codes: Readonly<Record<Style, string>> = {
  plain: '',
  faint: '\u001B[2m',
  packet: '\u001B[36m',
  application: '\u001B[1m',
  delivery: '\u001B[1;32m',
  timer: '\u001B[33m',
  fault: '\u001B[31m',
  wrong: '\u001B[1;31m',
};

const drawn = '│├┤╞╡║┊┼─═╌┌┐└┘┬╶╴·…–►◄▷◁✗✖⏱↻▸✓';
const typed = '|||||#:+-=.+++++--.~-><><xX@*>v';
const lookalikes = new Map([...drawn].map((glyph, index) => [glyph, typed[index]!]));

/** A text for a terminal that knows no better than ASCII: every line as wide as it was. */
export const inAscii = (text: string): string =>
  text.replaceAll(/\P{ASCII}+/gu, (part) => glyphsOf(part).map(asciiOf).join(''));

/** As wide as the glyph that it stands for. */
const asciiOf = (glyph: string): string =>
  lookalikes.get(glyph) ?? (/^[ -~]?$/.test(glyph) ? glyph : '?'.repeat(columnsOfGlyph(glyph)));
