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
  /** Makes room for so many steps more. Whoever writes a step adds 1 to `count`. */
  readonly reserve: (steps: number) => void;
  /** Begins to write one step, and answers where its row starts. */
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
    reserve: (steps) => {
      while (batch.count + steps > batch.outcome.length) grow();
    },
    open: (outcome, source) => {
      batch.reserve(1);
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
  /** The steps of a group that have to be looked up, and the hash of each. */
  const steps = new Int32Array(group);
  const hashes = new Int32Array(group);
  /** States seen of late, each at a place of its own: most states that were visited before were so just now. */
  let recent = new Int32Array(0);
  let generationOfRecent = -1;
  /** Only to be written to, so that nobody takes the touching for idle. */
  let touched = 0;

  /** Notes the steps that lead to a state not seen of late; answers how many they are. */
  const unfamiliar = (visited: Visited, batch: Batch, from: number, to: number): number => {
    const { words } = visited.layout;
    const { words: states } = batch;
    if (visited.generation !== generationOfRecent) {
      recent = new Int32Array(places * words); // no state is a row of zeros
      generationOfRecent = visited.generation;
    }
    const seen = recent;
    let count = 0;
    for (let step = from; step < to; step += 1) {
      const state = step * words;
      const hash = hashOf(states, state, words);
      const place = (hash & (places - 1)) * words;
      if (isSame(seen, place, states, state, words)) continue;
      for (let word = 0; word < words; word += 1) seen[place + word] = states[state + word]!;
      steps[count] = step;
      hashes[count] = hash;
      count += 1;
    }
    return count;
  };

  const all = ({ layout }: Visited, batch: Batch, from: number, to: number): number => {
    for (let step = from; step < to; step += 1) {
      steps[step - from] = step;
      hashes[step - from] = hashOf(batch.words, step * layout.words, layout.words);
    }
    return to - from;
  };

  const touch = ({ layout, rows, slots }: Visited, count: number): void => {
    const { words } = layout;
    const mask = slots.length - 1;
    let sum = 0;
    for (let each = 0; each < count; each += 1) sum += slots[hashes[each]! & mask]!;
    for (let each = 0; each < count; each += 1) {
      const hash = hashes[each]!;
      const entry = slots[hash & mask]!;
      if (((entry ^ hash) & ~mask) === 0 && entry !== 0) sum += rows[((entry & mask) - 1) * words]!;
    }
    touched = (touched + sum) | 0;
  };

  return {
    insert: (visited, batch, supply) => {
      for (let from = 0; from < batch.count; from += group) {
        const count = unfamiliar(visited, batch, from, Math.min(from + group, batch.count));
        touch(visited, count);
        insertAll(visited, batch.words, steps, hashes, count, supply);
      }
    },
    find: (visited, batch, tell) => {
      const { words } = visited.layout;
      for (let from = 0; from < batch.count; from += group) {
        const count = all(visited, batch, from, Math.min(from + group, batch.count));
        touch(visited, count);
        for (let each = 0; each < count; each += 1) {
          tell(steps[each]!, numberOf(visited, batch.words, steps[each]! * words, hashes[each]!));
        }
      }
    },
  };
};

/** How many states are kept as seen of late: so many that they fit the second cache. */
const places = 1 << 14;

/**
 * Inserts states, each into the table of numbers unless it is there. The row is written first and its number
 * published by one atomic exchange: whoever reads the number can read the row, and where two threads insert
 * equal states one of them finds that the other was faster.
 */
const insertAll = (
  { layout, rows, slots }: Visited,
  states: Int32Array,
  steps: Int32Array,
  hashes: Int32Array,
  count: number,
  supply: Supply,
): void => {
  const { words } = layout;
  const mask = slots.length - 1;
  for (let each = 0; each < count; each += 1) {
    const hash = hashes[each]!;
    const state = steps[each]! * words;
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
