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

/**
 * Nearly every protocol needs two words in the end; to begin with one would mean to lay out all states anew
 * when there are millions of them.
 */
const leastWords = 2;

/** How many bits it takes to write a number down. */
export const bitsFor = (number: number): number => 32 - Math.clz32(number);

/**
 * A layout in which each field can hold at least the number given for it, in as few words as are found to be
 * enough; the bits left over are shared out, so that it lasts.
 *
 * @throws RangeError when a component has more values than 30 bits can number.
 */
export const layoutFor = (largest: readonly number[]): Layout => {
  const width = Int32Array.from(largest, bitsFor);
  const tooWide = width.findIndex((bits) => bits > widest);
  if (tooWide >= 0) throw new RangeError(`component ${tooWide} has more than 2^${widest} values`);
  const byWidth = [...largest.keys()].sort((a, b) => width[b]! - width[a]! || a - b);
  let words = leastWords;
  let placed: Placed | undefined;
  // Evenly if that fits, so that every word has bits left over; otherwise as tightly as can be.
  while (placed === undefined) {
    placed = place(width, byWidth, words, roomiest) ?? place(width, byWidth, words, first);
    words += placed === undefined ? 1 : 0;
  }
  shareOut(width, byWidth, placed);
  const shift = new Int32Array(largest.length);
  const used = new Int32Array(words);
  for (const field of largest.keys()) {
    shift[field] = used[placed.word[field]!]!;
    used[placed.word[field]!]! += width[field]!;
  }
  return { words, word: placed.word, shift, width };
};

/** By field its word; by word how many bits are left. */
interface Placed {
  readonly word: Int32Array;
  readonly free: Int32Array;
}

/** Which word to put so many bits into; -1 where none has enough left. */
type Choose = (free: Int32Array, bits: number) => number;

const first: Choose = (free, bits) => free.findIndex((left) => left >= bits);
const roomiest: Choose = (free, bits) => {
  const most = Math.max(...free);
  return most >= bits ? free.indexOf(most) : -1;
};

/** Puts all fields into so many words, the widest first; nothing when they do not fit. */
const place = (
  width: Int32Array,
  byWidth: readonly number[],
  words: number,
  choose: Choose,
): Placed | undefined => {
  const word = new Int32Array(width.length);
  const free = new Int32Array(words).fill(32);
  for (const field of byWidth) {
    const chosen = choose(free, width[field]!);
    if (chosen < 0) return undefined;
    word[field] = chosen;
    free[chosen]! -= width[field]!;
  }
  return { word, free };
};

/** Gives the bits that are left to the fields of the same word, in turn. */
const shareOut = (width: Int32Array, byWidth: readonly number[], { word, free }: Placed): void => {
  for (let given = true; given;) {
    given = false;
    for (const field of byWidth) {
      if (free[word[field]!]! < 1 || width[field]! >= widest) continue;
      width[field]! += 1;
      free[word[field]!]! -= 1;
      given = true;
    }
  }
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
