import type { Budget } from '../memory/budget.ts';
import { Column } from '../memory/column.ts';
import { Lexicon } from '../memory/lexicon.ts';
import { Names } from '../memory/names.ts';
import { fact, sightingNames } from './facts.ts';
import { PairColumn, Pairs } from './pairs.ts';
import type { Pair } from './pairs.ts';
import { spanNames } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Table } from './table.ts';

/** What is kept of each message, and of each message in each group, in columns of numbers. */
export class Store {
  readonly table: Table;
  readonly budget: Budget;
  readonly names: Names;
  /** The state of the message in the group that came first, or what all groups see of it. */
  readonly states: PairColumn;
  /** The line since which something is owed of it, to a group that has never had it. */
  readonly since: Column;
  /** The line of its first delivery. */
  readonly delivered: PairColumn;
  readonly pairs: Pairs;
  /** The names of processes, groups, consumers, keys and destinations. */
  readonly words: Lexicon;
  readonly #hints = new Int32Array(sightingNames.length * spanNames.length).fill(-1);
  /** Columns that only some histories need. */
  readonly #columns = new Map<string, Column>();
  readonly #pairColumns = new Map<string, PairColumn>();
  /** The places of messages in the order of submission, where it is not the order in which they were first seen. */
  #places: Column | undefined;
  #submitted = 0;

  constructor(table: Table, budget: Budget) {
    this.table = table;
    this.budget = budget;
    this.names = new Names(budget);
    this.states = new PairColumn(Uint16Array, budget);
    this.since = new Column(Uint32Array, budget);
    this.delivered = new PairColumn(Uint32Array, budget);
    this.pairs = new Pairs(budget);
    this.words = new Lexicon(budget);
  }

  /** The number of the word in a field of a reading. Events of one type often have the same, so that one is tried. */
  word({ bytes, starts, ends, type }: Reading, field: number): number {
    const start = starts[field]!;
    const end = ends[field]!;
    const place = type * spanNames.length + field;
    const hint = this.#hints[place]!;
    if (hint >= 0 && this.words.is(hint, bytes, start, end)) return hint;
    return (this.#hints[place] = this.words.intern(bytes, start, end));
  }

  /** The pair of a message and a group, if the group ever had it. */
  pairOf(message: number, group: number): Pair | undefined {
    if (group === 0) return message;
    const entry = this.pairs.find(message, group);
    return entry < 0 ? undefined : ~entry;
  }

  /** The pair of a message and a group, which is made if there is none. */
  makePair(message: number, group: number): Pair {
    const known = this.pairOf(message, group);
    if (known !== undefined) return known;
    const pair = ~this.pairs.add(message, group);
    this.states.set(pair, this.table.base(this.states.get(message)));
    return pair;
  }

  /** What a group knows of a message. */
  stateIn(message: number, group: number): number {
    const pair = this.pairOf(message, group);
    return pair === undefined ? this.table.base(this.states.get(message)) : this.states.get(pair);
  }

  /** A column that is made when it is first written. */
  column(name: string, make: ConstructorParameters<typeof Column>[0]): Column {
    let column = this.#columns.get(name);
    if (column === undefined) this.#columns.set(name, (column = new Column(make, this.budget)));
    return column;
  }

  pairColumn(name: string, make: ConstructorParameters<typeof Column>[0]): PairColumn {
    let column = this.#pairColumns.get(name);
    if (column === undefined) this.#pairColumns.set(name, (column = new PairColumn(make, this.budget)));
    return column;
  }

  /** What stands in a column that may never have been written. */
  numberIn(name: string, index: number): number {
    return this.#columns.get(name)?.get(index) ?? 0;
  }

  pairNumberIn(name: string, pair: Pair): number {
    return this.#pairColumns.get(name)?.get(pair) ?? 0;
  }

  /**
   * Gives a message its place among all submissions. As long as each message is first seen when it is submitted,
   * its place is its index and need not be kept.
   */
  placeSubmission(message: number): void {
    if (this.#places === undefined && message !== this.#submitted) {
      this.#places = new Column(Float64Array, this.budget);
      for (let index = 0; index < this.names.size; index += 1) {
        if (this.table.facts(this.states.get(index)) & fact.submitted) this.#places.set(index, index + 1);
      }
    }
    this.#places?.set(message, this.#submitted + 1);
    this.#submitted += 1;
  }

  /** The place of a submitted message among all submissions. */
  placeOf(message: number): number {
    return this.#places === undefined ? message : this.#places.get(message) - 1;
  }
}
