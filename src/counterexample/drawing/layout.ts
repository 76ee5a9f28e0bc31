import type { RoleName } from '../../model/message.ts';
import { columnsOf } from './columns.ts';
import type { Mark, Note } from './marks.ts';
import type { Span } from './span.ts';

/** Where the lifelines of a drawing stand. */
export interface Layout {
  readonly width: number;
  /** The columns that step numbers take. */
  readonly gutter: number;
  /** By role: the column of its lifeline, and where its notes may stand. */
  readonly lifelines: Readonly<Record<RoleName, Lifeline>>;
  /** How many columns lie between two neighbouring lifelines. */
  readonly gap: number;
}

export interface Lifeline {
  readonly column: number;
  /** Notes of the first role stand on its left, those of all others on their right. */
  readonly side: 'left' | 'right';
  readonly room: number;
}

const widestGap = 60;
const narrowestGap = 28;

/** Gives the notes at both margins what they need, up to a fair share, and the gaps what is left. */
export const layoutOf = (
  participants: readonly RoleName[],
  marks: readonly Mark[],
  width: number,
): Layout => {
  const gutter = 3 + String(Math.max(0, ...marks.map(({ number }) => number ?? 0))).length;
  const gaps = participants.length - 1;
  const available = width - gutter - participants.length;
  const share = Math.floor(available / (gaps + 2));
  const wish = Math.min(widestGap, Math.max(narrowestGap, wishOf(participants, marks)));
  const given = (need: Need) => {
    const margin = (role: RoleName | undefined) =>
      role === undefined ? 0 : Math.max(0, Math.min(share, need(role, marks)));
    const left = margin(participants[0]);
    const right = gaps === 0 ? 0 : margin(participants.at(-1));
    return { left, gap: gaps === 0 ? 0 : Math.max(3, Math.floor((available - left - right) / gaps)) };
  };
  const generous = given(needOf);
  const { left, gap: most } = generous.gap < wish ? given(leastOf) : generous;
  const gap = Math.min(wish, most);
  const lifelines = participants.map((role, index): [RoleName, Lifeline] => {
    const column = gutter + left + index * (gap + 1);
    if (index === 0) return [role, { column, side: 'left', room: left - 1 }];
    return [role, { column, side: 'right', room: index === gaps ? width - column - 2 : gap - 2 }];
  });
  return { width, gutter, lifelines: Object.fromEntries(lifelines), gap };
};

/** What a note takes beside its text: the hand between the text and the lifeline. */
export const handLength = 2;

/** The columns that the notes of a role take. */
type Need = (role: RoleName, marks: readonly Mark[]) => number;

const needOf: Need = (role, marks) => Math.max(headerOf(role), ...notesOf(role, marks).map(widthOf));

/** Where columns are scarce, only what passes between role and application must stand on one line. */
const leastOf: Need = (role, marks) => {
  const handed = notesOf(role, marks).filter(({ hand }) => hand !== undefined);
  return Math.max(headerOf(role), shortestNote, ...handed.map(widthOf));
};

const shortestNote = 14;

const headerOf = (role: RoleName): number => Math.ceil(columnsOf(role) / 2) + 2;

const notesOf = (role: RoleName, marks: readonly Mark[]): readonly Note[] =>
  marks.filter((mark) => mark.type === 'note').filter((note) => note.role === role);

const widthOf = (note: Note): number => {
  const indent = note.hand === undefined ? 0 : handLength;
  return (
    1 +
    Math.max(columnsOf(note.text) + indent, ...note.list.map((line) => columnsOf(line) + listIndentOf(note)))
  );
};

/** How far the lines of a list stand from the lifeline. */
export const listIndentOf = ({ hand }: Note): number => (hand === undefined ? 2 : handLength);

/** What the lines between lifelines and the notes of the roles in the middle would like to have. */
const wishOf = (participants: readonly RoleName[], marks: readonly Mark[]): number => {
  const middle = participants.slice(1, -1).map((role) => needOf(role, marks) + 2);
  const lines = marks.flatMap((mark) => (mark.type === 'span' ? [wishOfSpan(mark)] : []));
  return Math.max(0, ...middle, ...lines);
};

const wishOfSpan = ({ label, remark, shape }: Span): number =>
  columnsOf(label) + columnsOf(remark) + (shape === 'copy' ? 24 : 14);
