import type { Budget } from './budget.ts';
import { Column } from './column.ts';
import { Lexicon } from './lexicon.ts';
import { foreign } from './text.ts';

/** Ids that end in a number, by what stands before it: `order-` of `order-17`. */
interface Series {
  readonly text: string;
  /** For each page of neighbouring numbers, the index of each id plus one, or 0. */
  readonly pages: Map<number, Uint32Array>;
  ids: number;
  /** Whether some ids of the series are kept as texts, because their numbers lie too far apart. */
  scattered: boolean;
}

const shift = 8;
const pageSize = 1 << shift;
const mostSeries = 256;
const mostDigits = 9;
const zero = 0x30;
const nine = 0x39;

/**
 * Numbers message ids from 0 in the order in which they are first met. Exact: two ids never have one number. An
 * id that ends in a number, as nearly all do that are not random, costs four bytes as long as the numbers lie
 * close together; any other costs its length and about twenty bytes.
 */
export class Names {
  size = 0;
  readonly #prefixes: Lexicon;
  readonly #series: Series[] = [];
  readonly #others: Lexicon;
  readonly #indexOfOther: Column;
  readonly #budget: Budget;
  #lastPage: Uint32Array | undefined;
  #lastSeries: Series | undefined;
  #lastPlace = -1;

  constructor(budget: Budget) {
    this.#budget = budget;
    this.#prefixes = new Lexicon(budget);
    this.#others = new Lexicon(budget);
    this.#indexOfOther = new Column(Uint32Array, budget);
  }

  /** The index of an id; it gets the next one, which is `size` before the call, if it is new. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const first = bytes[start] === foreign ? end : numberIn(bytes, start, end);
    if (first === end) return this.#internText(bytes, start, end);
    const series = this.#seriesOf(bytes, start, first);
    if (series === undefined) return this.#internText(bytes, start, end);
    let number = 0;
    for (let at = first; at < end; at += 1) number = number * 10 + bytes[at]! - zero;

    const page = this.#pageOf(series, number >>> shift);
    const known = page?.[number & (pageSize - 1)] ?? 0;
    if (known !== 0) return known - 1;
    if (series.scattered) {
      const other = this.#others.find(bytes, start, end);
      if (other >= 0) return this.#indexOfOther.get(other);
    }
    const home = page ?? this.#newPage(series, number >>> shift);
    if (home === undefined) return this.#internText(bytes, start, end);
    series.ids += 1;
    this.size += 1;
    home[number & (pageSize - 1)] = this.size;
    return this.size - 1;
  }

  /** The ids that have these indexes: a search through all of them, once for as many as are wanted. */
  textsOf(wanted: ReadonlySet<number>): ReadonlyMap<number, string> {
    const texts = new Map<number, string>();
    if (wanted.size === 0) return texts;
    for (const { text, pages } of this.#series) {
      for (const [place, page] of pages) {
        for (let at = 0; at < pageSize; at += 1) {
          const index = page[at]! - 1;
          if (index >= 0 && wanted.has(index)) texts.set(index, `${text}${place * pageSize + at}`);
        }
      }
    }
    for (let other = 0; other < this.#others.size; other += 1) {
      const index = this.#indexOfOther.get(other);
      if (wanted.has(index)) texts.set(index, this.#others.textOf(other));
    }
    return texts;
  }

  #internText(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#others.size;
    const other = this.#others.intern(bytes, start, end);
    if (other < known) return this.#indexOfOther.get(other);
    this.#indexOfOther.set(other, this.size);
    this.size += 1;
    return this.size - 1;
  }

  #seriesOf(bytes: Uint8Array, start: number, end: number): Series | undefined {
    const index =
      this.#prefixes.size < mostSeries
        ? this.#prefixes.intern(bytes, start, end)
        : this.#prefixes.find(bytes, start, end);
    if (index < 0) return undefined;
    if (index === this.#series.length) {
      const text = this.#prefixes.textOf(index);
      this.#series.push({ text, pages: new Map(), ids: 0, scattered: false });
    }
    return this.#series[index];
  }

  #pageOf(series: Series, place: number): Uint32Array | undefined {
    if (place === this.#lastPlace && series === this.#lastSeries) return this.#lastPage;
    const page = series.pages.get(place);
    if (page !== undefined) {
      this.#lastSeries = series;
      this.#lastPlace = place;
      this.#lastPage = page;
    }
    return page;
  }

  /** A page must be worth it: where few numbers of many are used, ids are cheaper as texts. */
  #newPage(series: Series, place: number): Uint32Array | undefined {
    if (series.pages.size * pageSize > series.ids * 8 + 4 * pageSize) {
      series.scattered = true;
      return undefined;
    }
    const page = new Uint32Array(pageSize);
    series.pages.set(place, page);
    this.#budget.take(page.byteLength + 50);
    return page;
  }
}

/** Where the number begins in which an id ends, without leading zeros, which belong to what stands before it. */
const numberIn = (bytes: Uint8Array, start: number, end: number): number => {
  const earliest = Math.max(start, end - mostDigits);
  let first = end;
  while (first > earliest && bytes[first - 1]! >= zero && bytes[first - 1]! <= nine) first -= 1;
  while (first < end - 1 && bytes[first] === zero) first += 1;
  return first;
};
