import { integers } from './heap.ts';
import { pairsOf, piecesOf, sizeOf } from './ranges.ts';
import { fieldsOf, flag } from './shape.ts';
import type { Crew, Request, Response, Searched } from './search.ts';
import type { Tables } from './tables.ts';
import { counter, prospect } from './thread.ts';

/** What becomes of the debts of each state, by its number; and why that was not found out to the end, if so. */
export interface Payable {
  readonly prospects: Uint8Array;
  readonly stopped: string | undefined;
}

/** How many states a thread claims at once. */
const piece = 4096;

/**
 * Finds out which states can pay: those in which nothing is owed, and those that progress leads to such a
 * one. Edges are not kept but found again: the states that are still open are swept over, from the last to
 * the first and back, until a sweep has shown nothing new. Most of what a state leads to
 * lies behind it, so two or three sweeps do nearly all.
 */
export function* payable(
  tables: Tables,
  crew: Crew,
  { shared, levels, progress }: Searched,
): Generator<Request, Payable, Response> {
  const { counters } = crew;
  const prospects = new Uint8Array(integers(Math.ceil(counters[counter.row]! / 4)).buffer);
  let open = owing(tables, shared.visited, levels, prospects);
  for (let sweep = 0, learnt = true; open.length > 0 && learnt; sweep += 1) {
    counters[counter.work] = 0;
    const work = piecesOf([0, open.length], piece);
    if (sweep % 2 === 0) backwards(work);
    const order = { type: 'pay', shared, work, numbers: open, prospects } as const;
    const { replies, stop } = yield { crew, order, progress: { ...progress, frontier: open.length } };
    if (stop !== undefined) return { prospects, stopped: stop };
    learnt = replies.some(({ count }) => count > 0);
    open = sharedCopy(open.filter((number) => (prospects[number]! & prospect.pays) === 0));
  }
  return { prospects, stopped: undefined };
}

const sharedCopy = (list: Int32Array): Int32Array => {
  const copy = integers(list.length);
  copy.set(list);
  return copy;
};

/** The same pieces, the last first, and each from its last number to its first. */
const backwards = (work: Int32Array): void => {
  work.reverse();
  for (let pair = 0; pair < work.length; pair += 2) {
    work[pair]! -= 1;
    work[pair + 1]! -= 1;
  }
};

/** The states that owe something, in order; all others pay. */
const owing = (
  { components, shape }: Tables,
  { layout, rows }: Searched['shared']['visited'],
  levels: Searched['levels'],
  prospects: Uint8Array,
): Int32Array => {
  const { ledger } = fieldsOf(shape);
  const [word, shift] = [layout.word[ledger]!, layout.shift[ledger]!];
  const mask = (1 << layout.width[ledger]!) - 1;
  const isOwing = Array.from(
    { length: components.ledgers.count() + 1 },
    (_, number) => number > 0 && (components.grids.flags.get(number, 0) & flag.owing) !== 0,
  );
  const list = integers(levels.reduce((sum, level) => sum + sizeOf(level), 0));
  let length = 0;
  for (const [from, end] of levels.flatMap(pairsOf)) {
    for (let number = from; number < end; number += 1) {
      if (isOwing[(rows[number * layout.words + word]! >>> shift) & mask]!) list[length++] = number;
      else prospects[number] = prospect.pays | prospect.mayPay;
    }
  }
  return list.subarray(0, length);
};
