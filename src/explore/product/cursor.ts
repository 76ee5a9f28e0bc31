import type { Layout } from './layout.ts';
import { fieldsOf, missing, tablesOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** What the inner loop reads. It is replaced when a table grows, never while the loop runs. */
export interface View {
  readonly ints: Int32Array;
  readonly layout: Layout;
  readonly rows: Int32Array;
}

/** The entry that was missing: its kind, and up to three numbers that say which. */
export type Missing = readonly [kind: number, a: number, b: number, c: number];

/** The state that is being expanded. All of it is reused from state to state, so nothing is allocated. */
export interface Cursor {
  view: View;
  /** The number of the state, and where its row starts. */
  number: number;
  row: number;
  /** By field. */
  readonly now: Int32Array;
  /** By role, and by link: where the record of the component stands. */
  readonly process: Int32Array;
  readonly content: Int32Array;
  /** By link: how many more packets may be put on it. */
  readonly room: Int32Array;
  /** By link: 1 where nobody hears what is put on it, for its connection is closed. */
  readonly unheard: Int32Array;
  /** Where the record of the faults stands. */
  faults: number;
  /** Whether a link holds more than the bound. */
  isOverfull: boolean;
  readonly missing: [kind: number, a: number, b: number, c: number];
  /** Notes what is missing, and answers false. */
  readonly lacks: (kind: number, a: number, b?: number, c?: number) => false;
  readonly look: (view: View) => void;
  /** Reads the fields of a state and finds their records; answers false when one is missing. */
  readonly load: (number: number) => boolean;
}

export const cursorOf = (shape: Shape): Cursor => {
  const { roles, links, capacity, opposite } = shape;
  const fields = fieldsOf(shape);
  const tables = tablesOf(shape);
  const masks = new Int32Array(fields.count);
  const lack: Cursor['missing'] = [0, 0, 0, 0];
  const cursor: Cursor = {
    view: { ints: empty, rows: empty, layout: { words: 0, word: empty, shift: empty, width: empty } },
    number: 0,
    row: 0,
    now: new Int32Array(fields.count),
    process: new Int32Array(roles),
    content: new Int32Array(links),
    room: new Int32Array(links),
    unheard: new Int32Array(links),
    faults: 0,
    isOverfull: false,
    missing: lack,
    lacks: (what, a, b = 0, c = 0) => {
      lack[0] = what;
      lack[1] = a;
      lack[2] = b;
      lack[3] = c;
      return false;
    },
    look: (view) => {
      cursor.view = view;
      masks.set(view.layout.width.map((bits) => (1 << bits) - 1));
    },
    load: (number) => {
      const { now, process, content, room, unheard, view, lacks } = cursor;
      const { ints, rows, layout } = view;
      const { words, word, shift } = layout;
      const row = number * words;
      cursor.number = number;
      cursor.row = row;
      for (let field = 0; field < fields.count; field += 1) {
        now[field] = (rows[row + word[field]!]! >>> shift[field]!) & masks[field]!;
      }
      const faults = ints[ints[tables.faults]! + now[fields.faults]!]!;
      if (faults === 0) return lacks(missing.faults, now[fields.faults]!);
      cursor.faults = faults;
      for (let role = 0; role < roles; role += 1) {
        const record = ints[ints[tables.process + 2 * role]! + now[role]!]!;
        if (record === 0) return lacks(missing.process, role, now[role]!);
        process[role] = record;
      }
      const contents = ints[tables.content]!;
      cursor.isOverfull = false;
      for (let link = 0; link < links; link += 1) {
        const record = ints[contents + now[roles + link]!]!;
        if (record === 0) return lacks(missing.content, now[roles + link]!);
        content[link] = record;
        room[link] = capacity - ints[record]!;
        if (room[link]! < 0) cursor.isOverfull = true; // none that swallows: it is always empty
      }
      for (let link = 0; link < links; link += 1) {
        const other = opposite[link]!;
        if (other >= 0) unheard[link] = ints[content[other]! + 2]!;
      }
      return true;
    },
  };
  return cursor;
};

const empty: Int32Array = new Int32Array(0);

export const isSevered = (severed: number, link: number): boolean => ((severed >>> link) & 1) === 1;
