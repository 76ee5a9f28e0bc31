import type { Budget } from './budget.ts';

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** How many numbers a page has, as a power of two: many where a column is full, few where it is nearly empty. */
export const fullPages = 12;
export const sparsePages = 6;

/**
 * A column of numbers that grows page by page, so that it is never copied and never twice as large as it must
 * be. What was never set is 0.
 */
export class Column {
  readonly #pages: (Numbers | undefined)[] = [];
  readonly #make: new (length: number) => Numbers;
  readonly #budget: Budget;
  readonly #shift: number;
  readonly #mask: number;

  constructor(make: new (length: number) => Numbers, budget: Budget, pages: number = fullPages) {
    this.#shift = pages;
    this.#mask = (1 << pages) - 1;
    this.#make = make;
    this.#budget = budget;
  }

  get(index: number): number {
    const page = this.#pages[index >>> this.#shift];
    return page === undefined ? 0 : page[index & this.#mask]!;
  }

  set(index: number, value: number): void {
    const page = this.#pages[index >>> this.#shift] ?? this.#add(index >>> this.#shift);
    page[index & this.#mask] = value;
  }

  #add(index: number): Numbers {
    while (this.#pages.length < index) this.#pages.push(undefined);
    const page = new this.#make(this.#mask + 1);
    this.#pages[index] = page;
    // A page is an object of its own, which takes about a hundred bytes.
    this.#budget.take(page.byteLength + 100);
    return page;
  }
}
