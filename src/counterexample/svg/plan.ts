import type { RoleName } from '../../model/message.ts';
import type { Divider, LinkScene, Story } from '../story/story.ts';
import { brokenTo, cutTo, widthOf } from './measure.ts';
import type { Font } from './measure.ts';
import type { NoteRow, Row } from './row.ts';

/** Where everything stands, in pixels. */
export interface Plan {
  readonly width: number;
  /** Where the lifelines begin, and where they end. */
  readonly top: number;
  readonly bottom: number;
  readonly lifelines: Readonly<Record<RoleName, Lifeline>>;
  /** What lies between two neighbouring lifelines. */
  readonly gap: number;
  readonly rows: readonly PlacedRow[];
  readonly bands: readonly Band[];
  readonly rules: readonly Rule[];
}

export interface Lifeline {
  readonly x: number;
  /** Notes of the first role stand on its left, those of all others on their right. */
  readonly side: -1 | 1;
  readonly name: string;
  readonly nameWidth: number;
}

export interface PlacedRow {
  readonly row: Row;
  readonly top: number;
  /** The height of the point at which it happens. */
  readonly y: number;
  readonly bottom: number;
  /** The words of a note, a line each. */
  readonly lines: readonly string[];
}

/** The stretch of time that one step takes. */
export interface Band {
  readonly number: number;
  readonly breach: boolean;
  readonly top: number;
  readonly bottom: number;
}

/** Words that set apart what stands below. */
export interface Rule {
  readonly divider: Divider;
  readonly y: number;
}

export const fonts = {
  title: { size: 15, bold: true },
  name: { size: 14, bold: true },
  note: { size: 13 },
  hand: { size: 13, bold: true },
  label: { size: 12 },
} as const satisfies Record<string, Font>;

export const lineHeight = 17;
const gutter = 40;
const sceneGap = 10;
const ruleHeight = 34;
const widestNote = 220;
const [narrowestGap, widestGap] = [240, 400];

export const fontOf = ({ hand }: NoteRow): Font => (hand === undefined ? fonts.note : fonts.hand);

/** How far the words of a note stand from their lifeline: an arrow lies between, a sign, or nothing. */
export const offsetOf = ({ hand, group }: NoteRow): number =>
  (hand === undefined ? 18 : 52) + (group === undefined || hand !== undefined ? 0 : 8);

export const planOf = (
  { participants, scenes, dividers }: Story,
  rows: readonly Row[],
  top: number,
): Plan => {
  const lifelinesAndGap = lifelinesOf(participants, rows);
  const { lifelines, gap, width } = lifelinesAndGap;
  const placed: PlacedRow[] = [];
  const bands: Band[] = [];
  const rules: Rule[] = [];
  let at = top + 10;
  const ruleBefore = (number: number): void => {
    for (const divider of dividers.filter(({ before }) => before === number)) {
      rules.push({ divider, y: at + ruleHeight / 2 });
      at += ruleHeight;
    }
  };
  for (const scene of scenes) {
    ruleBefore(scene.number);
    const start = at;
    at += sceneGap / 2;
    for (const row of rows.filter((other) => other.scene === scene)) {
      const room = row.type === 'note' ? roomOf(row, participants, gap) : 0;
      const lines = row.type === 'note' ? brokenTo(room, row.text, fontOf(row)) : [];
      const [above, below] = extentOf(row, lines.length);
      placed.push({ row, lines, top: at, y: at + above, bottom: at + above + below });
      at += above + below;
    }
    at += sceneGap / 2;
    bands.push({ number: scene.number, breach: scene.breach, top: start, bottom: at });
  }
  ruleBefore(scenes.length + 1);
  return { width, top, bottom: at + 14, lifelines, gap, rows: placed, bands, rules };
};

/** How far a row reaches above and below the point at which it happens. */
const extentOf = (row: Row, lines: number): readonly [above: number, below: number] => {
  switch (row.type) {
    case 'note':
      return [12, 12 + (lines - 1) * lineHeight];
    case 'send':
      return [21, 8];
    case 'arrival':
      return isLong(row.flight) ? [8, 20] : [8, 9];
    case 'lose':
      return [10, 10];
    case 'duplicate':
      return [17, 18];
    case 'link':
      return [22, 10];
  }
};

/** Whether a packet travels so long that one wants to be told at its arrival what it was. */
export const isLong = ({ sent, end }: { sent: number; end: { type: string; step?: number } }): boolean =>
  end.type === 'arrived' && (end.step ?? 0) - sent > 2;

const roomOf = (note: NoteRow, participants: readonly RoleName[], gap: number): number => {
  const index = participants.indexOf(note.role);
  const isOutside = index === 0 || index === participants.length - 1;
  return (isOutside ? widestNote + 52 : gap - 14) - offsetOf(note);
};

const lifelinesOf = (participants: readonly RoleName[], rows: readonly Row[]) => {
  const notes = rows.filter((row) => row.type === 'note');
  const needOf = (role: RoleName): number =>
    Math.max(
      0,
      ...notes
        .filter((note) => note.role === role)
        .map((note) =>
          Math.min(
            widestNote + 52,
            offsetOf(note) + widthOf(note.text, fontOf(note)) + (isPill(note) ? pillPadding : 0),
          ),
        ),
    );
  const names = participants.map((role) => cutTo(widestGap - 60, role, fonts.name));
  const nameWidths = names.map((name) => widthOf(name, fonts.name) + 28);
  const labels = rows.map((row) =>
    row.type === 'note' || row.type === 'lose' ? 0 : widthOf(labelIn(row), fonts.label) + 56,
  );
  const middle = participants.slice(1, -1).map((role) => needOf(role) + 20);
  const between = nameWidths.slice(1).map((width, index) => (width + nameWidths[index]!) / 2 + 24);
  const gap = Math.min(widestGap, Math.max(narrowestGap, ...labels, ...middle, ...between));
  const left = Math.max(needOf(participants[0]!), nameWidths[0]! / 2) + 12;
  const last = participants.at(-1)!;
  const right = Math.max(participants.length === 1 ? 0 : needOf(last), nameWidths.at(-1)! / 2) + 24;
  const entries = participants.map((role, index): [RoleName, Lifeline] => [
    role,
    {
      x: Math.ceil(gutter + left + index * gap),
      side: index === 0 ? -1 : 1,
      name: names[index]!,
      nameWidth: nameWidths[index]!,
    },
  ]);
  const lifelines = Object.fromEntries(entries);
  return { lifelines, gap, width: Math.ceil(gutter + left + (participants.length - 1) * gap + right) };
};

/** Whether a note stands on a ground of its own: a delivery, and whatever breaks the promise. */
export const isPill = ({ style, isWrong = false }: NoteRow): boolean => style === 'delivery' || isWrong;

/** What a pill adds to the width of its words. */
export const pillPadding = 36;

/** The words at a packet, or at a link. */
export const labelIn = (row: Exclude<Row, NoteRow>): string => {
  switch (row.type) {
    case 'send':
      return `${row.flight.label}${fateOf(row)}`;
    case 'duplicate':
      return `copy of ${row.flight.label}${row.copy?.end.type === 'in flight' ? ', in flight' : ''}`;
    case 'arrival':
      return row.flight.label;
    case 'lose':
      return 'lost';
    case 'link':
      return happeningOf(row.happening);
  }
};

const happeningOf = ({ type, forEver }: LinkScene): string => {
  if (type === 'partition') return forEver ? 'cut off for ever' : 'cut off';
  return type === 'heal' ? 'heals' : 'connection breaks';
};

const fateOf = ({ flight, scene }: { flight: Story['flights'][number]; scene: Story['scenes'][number] }) => {
  if (flight.end.type === 'in flight') return ', in flight';
  if (flight.end.step !== scene.number) return '';
  return flight.end.type === 'severed' ? ', swallowed' : flight.end.type === 'dropped' ? ', unheard' : '';
};
