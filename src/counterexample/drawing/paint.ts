import type { RoleName } from '../../model/message.ts';
import { emptyRow, write } from './canvas.ts';
import type { Row, Style } from './canvas.ts';
import { columnsOf, shortened, wrapped } from './columns.ts';
import { handLength, listIndentOf } from './layout.ts';
import type { Layout } from './layout.ts';
import type { Mark, Note, Rule } from './marks.ts';
import type { Span } from './span.ts';
import { mirrored, strokesOf, widthOf } from './strokes.ts';

interface Look {
  readonly line: string;
  readonly style: Style;
}

/** The lifeline of a role that runs, that is down, and that has paused. */
const looks = {
  running: { line: '│', style: 'plain' },
  down: { line: '┊', style: 'fault' },
  paused: { line: '║', style: 'timer' },
} as const satisfies Record<string, Look>;

/** The marks at and between the lifelines of the roles, which show who runs, is down or has paused. */
export const painted = (
  participants: readonly RoleName[],
  marks: readonly Mark[],
  layout: Layout,
  matters: readonly number[],
): readonly Row[] => {
  const lines = new Map<RoleName, Look>(participants.map((role) => [role, looks.running]));
  const rowWithLifelines = (): Row => {
    const row = emptyRow(layout.width);
    for (const role of participants) {
      const { line, style } = lines.get(role)!;
      write(row, layout.lifelines[role]!.column, line, style);
    }
    return row;
  };
  const rows = [rowWithLifelines()];
  for (const mark of marks) {
    const first = rows.length;
    if (mark.type === 'rule') {
      rows.push(rowWithLifelines(), emptyRow(layout.width), rowWithLifelines());
      paintRule(rows.at(-2)!, mark, layout);
    } else if (mark.type === 'span') {
      rows.push(rowWithLifelines());
      paintSpan(rows.at(-1)!, mark, layout);
    } else {
      if (mark.becomes === 'running') lines.set(mark.role, looks.running);
      linesOf(mark, layout).forEach((line, index) => {
        rows.push(rowWithLifelines());
        paintNote(rows.at(-1)!, mark, line, index === 0, layout);
        if (mark.becomes !== undefined) lines.set(mark.role, looks[mark.becomes]);
      });
    }
    if (mark.number !== undefined) {
      const isMarked = matters.includes(mark.number);
      const number = String(mark.number).padStart(layout.gutter - 2);
      write(rows[first]!, 0, number, isMarked ? 'application' : 'faint');
      // Numbers never reach the first column.
      if (isMarked) write(rows[first]!, 0, '▸', 'application');
    }
  }
  // A rule has the lifelines below it already.
  return marks.at(-1)?.type === 'rule' ? rows : [...rows, rowWithLifelines()];
};

interface Line {
  readonly text: string;
  /** How far it stands from the lifeline, more than a space. */
  readonly indent: number;
  readonly style: Note['style'];
}

const linesOf = (note: Note, { lifelines }: Layout): readonly Line[] => {
  const { text, list, hand, style, becomes } = note;
  const { room } = lifelines[note.role]!;
  const indent = hand === undefined ? 0 : handLength;
  const below = listIndentOf(note);
  return [
    ...wrapped(text, room - indent).map((line): Line => ({ text: line, indent, style })),
    ...list.flatMap((item) =>
      (columnsOf(item) <= room - below ? [item] : wrapped(item, room - below - 2)).map(
        (line, index): Line => {
          const hanging = index === 0 ? below : below + 2;
          return { text: line, indent: hanging, style: becomes === undefined ? style : 'faint' };
        },
      ),
    ),
  ];
};

const paintNote = (row: Row, note: Note, line: Line, isFirst: boolean, { lifelines }: Layout): void => {
  const { column, side } = lifelines[note.role]!;
  const isRight = side === 'right';
  write(
    row,
    isRight ? column + 2 + line.indent : column - 1 - line.indent - columnsOf(line.text),
    line.text,
    line.style,
  );
  if (!isFirst) return;
  if (note.becomes === 'down') write(row, column, '✖', 'fault');
  if (note.becomes === 'paused') write(row, column, looks.paused.line, looks.paused.style);
  // Double lines lead to the application, or come from it.
  if (note.hand !== undefined) {
    const lines = isRight ? { in: '│◄═', out: '╞═►' } : { in: '═►│', out: '◄═╡' };
    write(row, isRight ? column : column - 2, lines[note.hand], note.style);
  }
};

/** How far a rule reaches beyond the outer lifelines. */
const overhang = 10;

/** A dashed line from side to side, with its words in the middle of the lifelines. */
const paintRule = (row: Row, { text, style }: Rule, { lifelines, gutter, width }: Layout): void => {
  const columns = Object.values(lifelines).map(({ column }) => column);
  const [first, last] = [columns[0]!, columns.at(-1)!];
  const start = Math.max(gutter, first - overhang);
  const end = Math.min(width, Math.max(last + 1 + overhang, first + columnsOf(text)));
  const words = ` ${shortened(text, Math.max(1, end - start - 4))} `;
  write(row, start, '╌'.repeat(end - start), style);
  write(row, start + Math.max(0, Math.floor((end - start - columnsOf(words)) / 2)), words, style);
};

const paintSpan = (row: Row, span: Span, { lifelines, gap }: Layout): void => {
  const from = lifelines[span.from]!.column;
  const to = lifelines[span.to]!.column;
  const isForward = from < to;
  const strokes = strokesOf(span, gap, Math.abs(to - from) - 1);
  const passedBy = new Set(Object.values(lifelines).map(({ column }) => column));
  let at = isForward ? from + 1 : from - widthOf(strokes);
  for (const piece of isForward ? strokes : mirrored(strokes)) {
    if ('words' in piece) {
      write(row, at, piece.words, span.style);
      at += columnsOf(piece.words);
    } else {
      for (const glyph of piece.strokes) {
        // A line crosses the lifelines of roles that it passes by; gaps and dotted lines run behind them.
        if (!passedBy.has(at) && glyph !== ' ') write(row, at, glyph, span.style);
        if (passedBy.has(at) && glyph === '─') write(row, at, '┼', span.style);
        at += 1;
      }
    }
  }
  const isSent = span.shape === 'arrow' || span.shape === 'start' || span.shape === 'end';
  if (isSent) write(row, from, isForward ? '├' : '┤');
};
