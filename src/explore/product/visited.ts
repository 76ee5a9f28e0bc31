import { integers } from './heap.ts';
import { layoutFor, pack, unpack } from './layout.ts';
import type { Layout } from './layout.ts';

/**
 * The states visited so far, without a single object: a row of words for each, and an open-addressing table
 * of their numbers. A JavaScript `Set` of keys takes ten times the memory and ends at 16.7 million.
 *
 * A slot of the table is 0 or a number plus 1 in its low bits and, in the bits above, a part of the hash, so
 * that hardly any row is looked at in vain. All of it is shared memory: other threads insert too, each into
 * rows of its own.
 */
export interface Visited {
  readonly layout: Layout;
  /** How often the states were laid out anew: rows of different generations say nothing about each other. */
  readonly generation: number;
  readonly rows: Int32Array;
  readonly slots: Int32Array;
}

/** How full the table may become: with a part of the hash in each slot, long probes are cheap. */
const fullest = 0.8;

export const visitedOf = (layout: Layout, capacity = 1 << 10): Visited => ({
  layout,
  generation: 0,
  rows: integers(capacity * layout.words),
  slots: integers(slotsFor(capacity)),
});

const slotsFor = (capacity: number): number => 1 << (32 - Math.clz32(Math.ceil(capacity / fullest) - 1));

/** How many rows there is room for. */
export const capacityOf = ({ rows, slots, layout }: Visited): number =>
  Math.min(rows.length / layout.words, Math.floor(slots.length * fullest));

/** The memory in use: of rows that were never written to there is none. */
export const bytesOf = ({ layout, slots }: Visited, used: number): number =>
  used * layout.words * Int32Array.BYTES_PER_ELEMENT + slots.byteLength;

/** The same states with room for at least so many. */
export const enlarged = (visited: Visited, used: number, wanted: number): Visited => {
  const { layout, rows, slots } = visited;
  let moreRows = rows;
  if (wanted * layout.words > rows.length) {
    // Far more than wanted, for what is not used costs nothing and every copy costs twice the memory.
    moreRows = integers(4 * wanted * layout.words);
    moreRows.set(rows.subarray(0, used * layout.words));
  }
  const count = slotsFor(wanted);
  if (count <= slots.length) return { ...visited, rows: moreRows };
  return rehashed({ ...visited, rows: moreRows, slots: integers(count) }, used);
};

/** The same states in another layout. */
export const relaid = (
  { layout, generation, rows, slots }: Visited,
  used: number,
  largest: readonly number[],
): Visited => {
  const wider = layoutFor(largest);
  const capacity = Math.ceil(rows.length / layout.words);
  const relaidRows = integers(capacity * wider.words);
  const fields = new Int32Array(largest.length);
  for (let number = 0; number < used; number += 1) {
    unpack(layout, rows, number * layout.words, fields);
    pack(wider, fields, relaidRows, number * wider.words);
  }
  const empty = integers(slots.length);
  return rehashed({ layout: wider, generation: generation + 1, rows: relaidRows, slots: empty }, used);
};

/**
 * Fills an empty table with the numbers of the rows, a group at a time: the places of a group are touched
 * before they are filled, so that the memory is waited for once and not for each. A row of zeros is none: it
 * was set aside and not used.
 */
const rehashed = (visited: Visited, used: number): Visited => {
  const { layout, rows, slots } = visited;
  const { words } = layout;
  const mask = slots.length - 1;
  const hashes = new Int32Array(group);
  let touched = 0;
  for (let from = 0; from < used; from += group) {
    const to = Math.min(from + group, used);
    for (let number = from; number < to; number += 1) {
      const hash = hashOf(rows, number * words, words);
      hashes[number - from] = hash;
      touched += slots[hash & mask]!;
    }
    for (let number = from; number < to; number += 1) {
      if (isBlank(rows, number * words, words)) continue;
      const hash = hashes[number - from]!;
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~mask) | (number + 1);
    }
  }
  return touched === -1 ? visited : { ...visited }; // so that nobody takes the touching for idle
};

/** How many places in memory are waited for at once. */
const group = 512;

const isBlank = (rows: Int32Array, from: number, words: number): boolean => {
  for (let word = 0; word < words; word += 1) if (rows[from + word] !== 0) return false;
  return true;
};

/** A hash of the words from a place on; each bit of them changes about half of its bits. */
export const hashOf = (ints: Int32Array, from: number, words: number): number => {
  if (words === 2) return hashOfPair(ints[from]!, ints[from + 1]!);
  let hash = ints[from]!;
  for (let word = 1; word < words; word += 1) hash = hashOfPair(hash, ints[from + word]!);
  return words === 1 ? hashOfPair(hash, 0) : hash;
};

const hashOfPair = (first: number, second: number): number => {
  let hash = Math.imul(first, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ second, 0xc2b2ae35);
  return hash ^ (hash >>> 13);
};

/** Whether the words from two places on are the same. Most states have two words, and a loop costs more. */
export const isSame = (
  some: Int32Array,
  from: number,
  others: Int32Array,
  at: number,
  words: number,
): boolean => {
  if (some[from] !== others[at]) return false;
  if (words === 2) return some[from + 1] === others[at + 1];
  for (let word = 1; word < words; word += 1) if (some[from + word] !== others[at + word]) return false;
  return true;
};

/** The number of the row that equals the words at `from`; -1 when there is none. */
export const numberOf = (visited: Visited, words: Int32Array, from: number, hash: number): number => {
  const { layout, rows, slots } = visited;
  const mask = slots.length - 1;
  const length = layout.words;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const entry = slots[slot]!;
    if (entry === 0) return -1;
    if (((entry ^ hash) & ~mask) !== 0) continue;
    const number = (entry & mask) - 1;
    if (isSame(rows, number * length, words, from, length)) return number;
  }
};
