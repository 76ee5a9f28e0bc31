import type { Budget } from './budget.ts';
import { Column } from './column.ts';
import { textIn } from './text.ts';

const pageSize = 1 << 20;
/** Texts begin at multiples of four bytes, so that a number of 32 bits finds them in 16 GiB. */
const unit = 4;
const unitsInPage = pageSize / unit;

/**
 * Numbers texts from 0 in the order in which they are first met, and keeps their bytes, so that two texts never
 * have one number. Open addressing; the hash decides only where to look.
 */
export class Lexicon {
  size = 0;
  #table = new Uint32Array(64);
  readonly #hashes: Column;
  readonly #places: Column;
  readonly #lengths: Column;
  readonly #pages: Uint8Array[] = [];
  #room = 0;
  #next = 0;
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
    this.#hashes = new Column(Uint32Array, budget);
    this.#places = new Column(Uint32Array, budget);
    this.#lengths = new Column(Uint32Array, budget);
    budget.take(this.#table.byteLength);
  }

  /** The number of a text; it gets the next one if it is new. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    let slot = this.#slotOf(hash, bytes, start, end);
    if (this.#table[slot] === 0) {
      if (this.size * 3 >= this.#table.length * 2) {
        this.#grow();
        slot = this.#slotOf(hash, bytes, start, end);
      }
      this.#keep(hash, bytes, start, end);
      this.#table[slot] = this.size;
    }
    return this.#table[slot]! - 1;
  }

  /** The number of a text, or -1 if it was never met. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.#table[this.#slotOf(hashOf(bytes, start, end), bytes, start, end)]! - 1;
  }

  textOf(index: number): string {
    const place = this.#places.get(index);
    const offset = (place % unitsInPage) * unit;
    return textIn(this.#pages[Math.floor(place / unitsInPage)]!, offset, offset + this.#lengths.get(index));
  }

  /** Whether a text is the one of that number. */
  is(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (this.#lengths.get(index) !== length) return false;
    const place = this.#places.get(index);
    const page = this.#pages[Math.floor(place / unitsInPage)]!;
    const offset = (place % unitsInPage) * unit;
    for (let at = 0; at < length; at += 1) if (page[offset + at] !== bytes[start + at]) return false;
    return true;
  }

  #slotOf(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const last = this.#table.length - 1;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const found = this.#table[slot]!;
      if (found === 0) return slot;
      if (this.#hashes.get(found - 1) === hash && this.is(found - 1, bytes, start, end)) return slot;
    }
  }

  #keep(hash: number, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.#room < length || this.#pages.length === 0) this.#addPage(length);
    const page = this.#pages.length - 1;
    this.#pages[page]!.set(bytes.subarray(start, end), this.#next);
    this.#hashes.set(this.size, hash);
    this.#places.set(this.size, page * unitsInPage + this.#next / unit);
    this.#lengths.set(this.size, length);
    this.size += 1;
    const taken = Math.ceil(length / unit) * unit;
    this.#next += taken;
    this.#room -= taken;
  }

  /** The first page is small: most lexicons hold a handful of names. */
  #addPage(length: number): void {
    const size = Math.max(length, this.#pages.length === 0 ? 1024 : pageSize);
    this.#pages.push(new Uint8Array(size));
    this.#budget.take(size);
    this.#next = 0;
    this.#room = size;
  }

  #grow(): void {
    this.#budget.take(this.#table.byteLength);
    this.#table = new Uint32Array(this.#table.length * 2);
    const last = this.#table.length - 1;
    for (let index = 0; index < this.size; index += 1) {
      let slot = this.#hashes.get(index) & last;
      while (this.#table[slot] !== 0) slot = (slot + 1) & last;
      this.#table[slot] = index + 1;
    }
  }
}

/** FNV-1a, and a last stirring so that the low bits know of all the others. */
const hashOf = (bytes: Uint8Array, start: number, end: number): number => {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
};
