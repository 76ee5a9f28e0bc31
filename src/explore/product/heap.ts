/**
 * One growing array of integers in which all tables of the engine lie. It is shared memory, so other threads
 * look things up in it while none of them writes; what was never filled in reads 0, which means "not known
 * yet".
 */
export class Heap {
  ints: Int32Array;
  #top: number;

  constructor(reserved: number) {
    this.ints = integers(1 << 14);
    this.#top = reserved;
  }

  /** Room for so many integers, all 0; answers where it starts. */
  reserve(length: number): number {
    const start = this.#top;
    this.#top += length;
    if (this.#top > this.ints.length) {
      const larger = integers(Math.max(this.#top, Math.ceil(this.ints.length * 1.5)));
      larger.set(this.ints);
      this.ints = larger;
    }
    return start;
  }

  /** A list written down once; answers where it starts. */
  write(list: readonly number[]): number {
    const start = this.reserve(list.length);
    this.ints.set(list, start);
    return start;
  }

  get bytes(): number {
    return this.#top * Int32Array.BYTES_PER_ELEMENT;
  }
}

/**
 * Integers that other threads can see, all 0. The system commits their memory only as it is written to. Where
 * nothing can be shared, as in a page that is not isolated, there are no other threads either.
 */
export const integers = (length: number): Int32Array => {
  const bytes = length * Int32Array.BYTES_PER_ELEMENT;
  const isShared = typeof SharedArrayBuffer !== 'undefined';
  return new Int32Array(isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
};

/**
 * A table with two numbers as its key. Where it starts and how wide its rows are stands at `header` in the
 * heap, so whoever has the heap can read it: `ints[ints[header] + (row << ints[header + 1]) + column]`.
 */
export class Grid {
  readonly #heap: Heap;
  readonly #header: number;
  #rows = 8;

  constructor(heap: Heap, header: number, columnBits = 0) {
    this.#heap = heap;
    this.#header = header;
    const start = heap.reserve(this.#rows << columnBits);
    heap.ints[header] = start;
    heap.ints[header + 1] = columnBits;
  }

  set(row: number, column: number, value: number): void {
    this.cover(row, column);
    const { ints } = this.#heap;
    ints[ints[this.#header]! + (row << ints[this.#header + 1]!) + column] = value;
  }

  get(row: number, column: number): number {
    const { ints } = this.#heap;
    const shift = ints[this.#header + 1]!;
    return row < this.#rows && column >> shift === 0
      ? ints[ints[this.#header]! + (row << shift) + column]!
      : 0;
  }

  /**
   * Makes the key lie within, with twice as many rows, or columns. Whoever reads checks no bounds, so every
   * number that may be asked for is covered as soon as it exists. What was there before is left behind.
   */
  cover(row: number, column: number): void {
    const { ints } = this.#heap;
    const from = ints[this.#header]!;
    const shift = ints[this.#header + 1]!;
    let [rows, wider] = [this.#rows, shift];
    while (row >= rows) rows *= 2;
    while (column >> wider > 0) wider += 1;
    if (rows === this.#rows && wider === shift) return;
    const to = this.#heap.reserve(rows << wider);
    const grown = this.#heap.ints;
    for (let each = 0; each < this.#rows; each += 1) {
      const start = from + (each << shift);
      grown.copyWithin(to + (each << wider), start, start + (1 << shift));
    }
    grown[this.#header] = to;
    grown[this.#header + 1] = wider;
    this.#rows = rows;
  }
}
