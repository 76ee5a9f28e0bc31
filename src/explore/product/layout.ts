/**
 * How the components of a global state lie in a row of 32-bit words: each field is a few bits of one word. It
 * is flat, so that it can be read in the inner loop and handed to another thread.
 */
export interface Layout {
  /** How many words a row has. */
  readonly words: number;
  /** By field: in which word it lies, from which bit on, and how many bits it has. */
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly width: Int32Array;
}

/** No component has more distinct values than this many bits can number. */
const widest = 30;

/** How many bits it takes to write a number down. */
export const bitsFor = (number: number): number => 32 - Math.clz32(number);

/**
 * A layout in which each field can hold at least the number given for it, in as few words as first fit,
 * widest first, needs; the bits left over are shared out, so that it lasts.
 *
 * @throws RangeError when a component has more values than 30 bits can number.
 */
export const layoutFor = (largest: readonly number[]): Layout => {
  const width = Int32Array.from(largest, bitsFor);
  const tooWide = width.findIndex((bits) => bits > widest);
  if (tooWide >= 0) throw new RangeError(`component ${tooWide} has more than 2^${widest} values`);
  const word = new Int32Array(largest.length);
  const free: number[] = [];
  const byWidth = [...largest.keys()].sort((a, b) => width[b]! - width[a]! || a - b);
  for (const field of byWidth) {
    const fitting = free.findIndex((bits) => bits >= width[field]!);
    const chosen = fitting >= 0 ? fitting : free.push(32) - 1;
    word[field] = chosen;
    free[chosen]! -= width[field]!;
  }
  for (let given = true; given;) {
    given = false;
    for (const field of byWidth) {
      const chosen = word[field]!;
      if (free[chosen]! < 1 || width[field]! >= widest) continue;
      width[field]! += 1;
      free[chosen]! -= 1;
      given = true;
    }
  }
  const shift = new Int32Array(largest.length);
  const used = free.map(() => 0);
  for (const field of largest.keys()) {
    shift[field] = used[word[field]!]!;
    used[word[field]!]! += width[field]!;
  }
  return { words: free.length, word, shift, width };
};

/** Whether each field can hold the number given for it. */
export const holds = ({ width }: Layout, largest: readonly number[]): boolean =>
  largest.every((number, field) => bitsFor(number) <= width[field]!);

/** The fields of the row that starts at `from`. */
export const unpack = (layout: Layout, rows: Int32Array, from: number, fields: Int32Array): void => {
  const { word, shift, width } = layout;
  for (let field = 0; field < fields.length; field += 1) {
    fields[field] = (rows[from + word[field]!]! >>> shift[field]!) & ((1 << width[field]!) - 1);
  }
};

/** Writes a row that starts at `to`. */
export const pack = (layout: Layout, fields: Int32Array, rows: Int32Array, to: number): void => {
  const { words, word, shift } = layout;
  rows.fill(0, to, to + words);
  for (let field = 0; field < fields.length; field += 1) {
    rows[to + word[field]!]! |= fields[field]! << shift[field]!;
  }
};
