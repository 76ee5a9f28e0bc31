import type { Budget } from '../memory/budget.ts';
import { Column } from '../memory/column.ts';

/**
 * What a message is to a group: a number. For the group that came first, as for most histories for the only one,
 * it is the number of the message itself; for any other it is negative and names an entry here.
 */
export type Pair = number;

/** The messages that groups other than the first have had, found by both. */
export class Pairs {
  size = 0;
  readonly #messages: Column;
  readonly #groups: Column;
  /** The entry before it of the same message, plus one. */
  readonly #previous: Column;
  /** For each message its latest entry, plus one. */
  readonly #latest: Column;
  #table = new Uint32Array(64);
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
    this.#messages = new Column(Uint32Array, budget);
    this.#groups = new Column(Uint16Array, budget);
    this.#previous = new Column(Uint32Array, budget);
    this.#latest = new Column(Uint32Array, budget);
  }

  /** The entry of a message in a group, or -1. */
  find(message: number, group: number): number {
    return this.#table[this.#placeOf(message, group)]! - 1;
  }

  add(message: number, group: number): number {
    if (this.size * 3 >= this.#table.length * 2) this.#grow();
    const entry = this.size;
    this.#messages.set(entry, message);
    this.#groups.set(entry, group);
    this.#previous.set(entry, this.#latest.get(message));
    this.size += 1;
    this.#latest.set(message, this.size);
    this.#table[this.#placeOf(message, group)] = this.size;
    return entry;
  }

  message(entry: number): number {
    return this.#messages.get(entry);
  }

  group(entry: number): number {
    return this.#groups.get(entry);
  }

  /** The entries of one message, the last that was added first: -1 ends them. */
  latest(message: number): number {
    return this.#latest.get(message) - 1;
  }

  previous(entry: number): number {
    return this.#previous.get(entry) - 1;
  }

  #placeOf(message: number, group: number): number {
    const last = this.#table.length - 1;
    let hash = Math.imul(message ^ Math.imul(group + 1, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let place = hash & last; ; place = (place + 1) & last) {
      const entry = this.#table[place]! - 1;
      if (entry < 0) return place;
      if (this.#messages.get(entry) === message && this.#groups.get(entry) === group) return place;
    }
  }

  #grow(): void {
    this.#budget.take(this.#table.byteLength);
    this.#table = new Uint32Array(this.#table.length * 2);
    for (let entry = 0; entry < this.size; entry += 1) {
      this.#table[this.#placeOf(this.#messages.get(entry), this.#groups.get(entry))] = entry + 1;
    }
  }
}

/** A column with a number for each pair. */
export class PairColumn {
  readonly #first: Column;
  readonly #others: Column;

  constructor(make: ConstructorParameters<typeof Column>[0], budget: Budget, pages?: number) {
    this.#first = new Column(make, budget, pages);
    this.#others = new Column(make, budget, pages);
  }

  get(pair: Pair): number {
    return pair >= 0 ? this.#first.get(pair) : this.#others.get(~pair);
  }

  set(pair: Pair, value: number): void {
    if (pair >= 0) this.#first.set(pair, value);
    else this.#others.set(~pair, value);
  }
}
