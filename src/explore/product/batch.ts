import { hashOf, isSame, numberOf } from './visited.ts';
import type { Supply } from './supply.ts';
import type { Visited } from './visited.ts';

/**
 * Steps that were taken and not looked up yet. To look many up at once is what makes it fast: all their
 * places in memory are touched first, without waiting for one another, and when each is then looked at in
 * turn it is there already.
 */
export interface Batch {
  /** The states reached, a row after the other. */
  words: Int32Array;
  /** By step: the outcome that led there, and the state from which. */
  outcome: Int32Array;
  source: Int32Array;
  /** How many steps there are. */
  count: number;
  /** Begins to write a step, and answers where its row starts. Whoever has written it adds 1 to `count`. */
  readonly open: (outcome: number, source: number) => number;
  /** Forgets all steps; from now on rows have so many words. */
  readonly clear: (words: number) => void;
}

export const batchOf = (): Batch => {
  let words = 1;
  const batch: Batch = {
    words: new Int32Array(0),
    outcome: new Int32Array(0),
    source: new Int32Array(0),
    count: 0,
    open: (outcome, source) => {
      if (batch.count === batch.outcome.length) grow();
      batch.outcome[batch.count] = outcome;
      batch.source[batch.count] = source;
      return batch.count * words;
    },
    clear: (wordsOfRow) => {
      batch.count = 0;
      if (wordsOfRow === words) return;
      words = wordsOfRow;
      batch.words = new Int32Array(batch.outcome.length * words);
    },
  };
  const grow = (): void => {
    const capacity = Math.max(4096, batch.outcome.length * 2);
    batch.words = enlarged(batch.words, capacity * words);
    batch.outcome = enlarged(batch.outcome, capacity);
    batch.source = enlarged(batch.source, capacity);
  };
  return batch;
};

const enlarged = (ints: Int32Array, length: number): Int32Array => {
  const larger = new Int32Array(length);
  larger.set(ints);
  return larger;
};

/** How many steps are looked up at once: their places in memory fit the second cache. */
const group = 512;

/** What becomes of steps that are looked up. */
export interface LookUp {
  /** Inserts every state of the batch that was not visited before. There must be rows for all of them. */
  readonly insert: (visited: Visited, batch: Batch, supply: Supply) => void;
  /** Tells the number of each state of the batch; -1 for one that was not visited. */
  readonly find: (visited: Visited, batch: Batch, tell: (step: number, number: number) => void) => void;
}

export const lookUpOf = (): LookUp => {
  const hashes = new Int32Array(group);
  /** Only to be written to, so that nobody takes the touching for idle. */
  let touched = 0;

  const touch = ({ layout, rows, slots }: Visited, batch: Batch, from: number, to: number): void => {
    const { words } = layout;
    const mask = slots.length - 1;
    let sum = 0;
    for (let step = from; step < to; step += 1) {
      const hash = hashOf(batch.words, step * words, words);
      hashes[step - from] = hash;
      sum += slots[hash & mask]!;
    }
    for (let step = from; step < to; step += 1) {
      const hash = hashes[step - from]!;
      const entry = slots[hash & mask]!;
      if (((entry ^ hash) & ~mask) === 0 && entry !== 0) sum += rows[((entry & mask) - 1) * words]!;
    }
    touched = (touched + sum) | 0;
  };

  return {
    insert: (visited, batch, supply) => {
      for (let from = 0; from < batch.count; from += group) {
        const to = Math.min(from + group, batch.count);
        touch(visited, batch, from, to);
        insertAll(visited, batch.words, hashes, from, to, supply);
      }
    },
    find: (visited, batch, tell) => {
      for (let from = 0; from < batch.count; from += group) {
        const to = Math.min(from + group, batch.count);
        touch(visited, batch, from, to);
        for (let step = from; step < to; step += 1) {
          tell(step, numberOf(visited, batch.words, step * visited.layout.words, hashes[step - from]!));
        }
      }
    },
  };
};

/**
 * Inserts states, each into the table of numbers unless it is there. The row is written first and its number
 * published by one atomic exchange: whoever reads the number can read the row, and where two threads insert
 * equal states one of them finds that the other was faster.
 */
const insertAll = (
  { layout, rows, slots }: Visited,
  states: Int32Array,
  hashes: Int32Array,
  from: number,
  to: number,
  supply: Supply,
): void => {
  const { words } = layout;
  const mask = slots.length - 1;
  for (let step = from; step < to; step += 1) {
    const hash = hashes[step - from]!;
    const state = step * words;
    for (let slot = hash & mask; ;) {
      const entry = slots[slot]!;
      if (entry === 0) {
        const number = supply.next();
        const row = number * words;
        for (let word = 0; word < words; word += 1) rows[row + word] = states[state + word]!;
        const mine = (hash & ~mask) | (number + 1);
        if (Atomics.compareExchange(slots, slot, 0, mine) !== 0) {
          rows.fill(0, row, row + words); // a row that was set aside and is not used stays blank
          continue;
        }
        supply.used();
        break;
      }
      if (((entry ^ hash) & ~mask) === 0) {
        if (isSame(rows, ((entry & mask) - 1) * words, states, state, words)) break;
      }
      slot = (slot + 1) & mask;
    }
  }
};
