import type { Budget } from './budget.ts';

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const shift = 12;
const size = 1 << shift;
const mask = size - 1;

/**
 * A column of numbers that grows page by page, so that it is never copied and never twice as large as it must
 * be. What was never set is 0.
 */
export class Column {
  readonly #pages: (Numbers | undefined)[] = [];
  readonly #make: new (length: number) => Numbers;
  readonly #budget: Budget;

  constructor(make: new (length: number) => Numbers, budget: Budget) {
    this.#make = make;
    this.#budget = budget;
  }

  get(index: number): number {
    const page = this.#pages[index >>> shift];
    return page === undefined ? 0 : page[index & mask]!;
  }

  set(index: number, value: number): void {
    const page = this.#pages[index >>> shift] ?? this.#add(index >>> shift);
    page[index & mask] = value;
  }

  #add(index: number): Numbers {
    while (this.#pages.length < index) this.#pages.push(undefined);
    const page = new this.#make(size);
    this.#pages[index] = page;
    this.#budget.take(page.byteLength);
    return page;
  }
}
