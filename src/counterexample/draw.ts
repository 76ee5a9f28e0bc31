import type { Violation } from '../explore/verdict.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import type { RoleName } from '../model/message.ts';
import { emptyRow, rendered, write } from './drawing/canvas.ts';
import type { Row } from './drawing/canvas.ts';
import { columnsOf, shortened, wrapped } from './drawing/columns.ts';
import { layoutOf } from './drawing/layout.ts';
import type { Layout } from './drawing/layout.ts';
import { marksOf } from './drawing/marks.ts';
import type { Mark } from './drawing/marks.ts';
import { painted } from './drawing/paint.ts';
import { wholeStoryOf } from './story/onward.ts';
import { closingOf } from './story/words.ts';

export interface DrawOptions {
  /** No line is longer than this. 80 if left out. */
  readonly width?: number;
  /** Colours for a terminal. */
  readonly colour?: boolean;
  /** Nothing but ASCII, for terminals that know no better. */
  readonly ascii?: boolean;
  /** The numbers of the steps that matter, as `explain` finds them: they are marked. None if left out. */
  readonly matters?: readonly number[];
}

/**
 * A trace as a text sequence diagram. Time runs downwards, a line for each role; at the outer sides stand the
 * application's doings and what a role does by itself, between the lines the packets.
 *
 * - `├── data m0 ──►│` is sent and arrives in the next step
 * - `├── data m0 ─▷ ··· to step 5` is sent and arrives later; there it says from which step it comes
 * - `├── data m0 ──✗ lost` is lost on the way
 * - `▸3` is the number of a step that matters
 * - `╌╌ too late: one way on from here ╌╌` sets apart what becomes of a debt
 * - `✖ crash, cut off:` ends what a role was doing; below stands what it would have done next
 */
export const drawText = (
  model: WorldModel,
  trace: readonly Action[],
  violation?: Violation,
  { width = 80, colour = false, ascii = false, matters = [] }: DrawOptions = {},
): string => {
  const story = wholeStoryOf(model, trace, violation);
  const closing = violation === undefined ? undefined : closingOf(violation, story);
  return drawMarks(story.participants, marksOf(story), closing, { width, colour, ascii, matters });
};

/** Marks that were made of something else than a trace, in the same way: what stands between is the caller's. */
export const drawMarks = (
  participants: readonly RoleName[],
  marks: readonly Mark[],
  closing: string | undefined,
  { width = 80, colour = false, ascii = false, matters = [] }: DrawOptions = {},
): string => {
  const layout = layoutOf(participants, marks, width);
  const rows = [
    ...headerOf(participants, layout),
    ...painted(participants, marks, layout, matters),
    ...(closing === undefined ? [] : closingRows(closing, width)),
  ];
  return rendered(rows, { colour, ascii });
};

const headerOf = (participants: readonly RoleName[], layout: Layout): readonly Row[] => {
  const rows = [0, 1, 2].map(() => emptyRow(layout.width));
  for (const role of participants) {
    const name = shortened(role, Math.max(1, layout.gap - 4));
    const inner = columnsOf(name) + 2;
    const { column } = layout.lifelines[role]!;
    const start = column - Math.floor((inner + 1) / 2);
    const line = '─'.repeat(inner);
    write(rows[0]!, start, `┌${line}┐`);
    write(rows[1]!, start, `│ ${name} │`);
    write(rows[2]!, start, `└${line}┘`);
    write(rows[2]!, column, '┬');
  }
  return rows;
};

const closingRows = (closing: string, width: number): readonly Row[] =>
  wrapped(closing, width - 3).map((line, index) => {
    const row = emptyRow(width);
    write(row, 1, index === 0 ? `✗ ${line}` : `  ${line}`, 'wrong');
    return row;
  });
