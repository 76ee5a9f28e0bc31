import { batchOf, lookUpOf } from './batch.ts';
import { expanderOf } from './expand.ts';
import type { Missing } from './cursor.ts';
import type { Expander } from './expand.ts';
import type { Shape } from './shape.ts';
import { supplyOf } from './supply.ts';
import type { Visited } from './visited.ts';

/** What all threads share. `ints` and `visited` are replaced as they grow, `counters` never. */
export interface Shared {
  readonly ints: Int32Array;
  readonly visited: Visited;
  readonly capacity: number;
}

/** Where the counters of all threads stand: the next piece of work, and the first row that nobody has claimed. */
export const counter = { work: 0, row: 1, length: 2 } as const;

/** What a thread is told to do. Work is pairs of the first state and the one after the last, claimed in turn. */
export type Order =
  /** Take all steps of the states, and insert where they lead. */
  | { readonly type: 'expand'; readonly shared: Shared; readonly work: Int32Array }
  /** Find out which of the states can pay, from what is known of the states that they lead to. */
  | {
      readonly type: 'pay';
      readonly shared: Shared;
      readonly work: Int32Array;
      readonly numbers: Int32Array;
      readonly prospects: Uint8Array;
    }
  | { readonly type: 'report' };

/** What came of it. */
export interface Reply {
  /** States that could not be expanded yet, and the table entries that were missing. */
  readonly deferred: readonly number[];
  readonly missing: readonly Missing[];
  /** Where there was no room left: the states that are still to be expanded. Steps may wait to be inserted. */
  readonly unfinished: readonly number[];
  readonly isFull: boolean;
  /** The rows that were filled. */
  readonly filled: readonly number[];
  /** Steps taken; for an order to pay, states of which more is known now. */
  readonly count: number;
  /** Upon a report, by outcome: how often it occurred, and whether the bound ever withheld it. */
  readonly occurred?: Float64Array;
  readonly withheld?: Uint8Array;
}

export interface Thread {
  readonly perform: (order: Order) => Reply;
}

const nothing: Reply = { deferred: [], missing: [], unfinished: [], isFull: false, filled: [], count: 0 };

/** How many steps are gathered before they are looked up. */
const enough = 1024;

/** What is known of a state: that something pays, that something might if the bound did not withhold it. */
export const prospect = { pays: 1, mayPay: 2 } as const;

/** One thread of the engine. It sees numbers only: whatever a protocol has to be asked is asked elsewhere. */
export const threadOf = (shape: Shape, counters: Int32Array): Thread => {
  const batch = batchOf();
  const lookUp = lookUpOf();
  const supply = supplyOf(counters, counter.row);
  const expander = expanderOf(shape, batch, 'all');
  let occurred = new Float64Array(1024);
  let steps = 0;

  const look = (by: Expander, { ints, visited }: Shared): void => {
    by.look({ ints, layout: visited.layout, rows: visited.rows });
    if (batch.count === 0) batch.clear(visited.layout.words);
  };

  /** Inserts the steps gathered, if there is room for them. */
  const flush = ({ visited, capacity }: Shared): boolean => {
    if (!supply.ensure(batch.count, capacity)) return false;
    lookUp.insert(visited, batch, supply);
    for (let step = 0; step < batch.count; step += 1) {
      const outcome = batch.outcome[step]!;
      if (outcome >= occurred.length) occurred = larger(occurred, outcome);
      occurred[outcome]! += 1;
    }
    steps += batch.count;
    batch.clear(visited.layout.words);
    return true;
  };

  const expand = ({ shared, work }: Order & { readonly type: 'expand' }): Reply => {
    const deferred: number[] = [];
    const lacking: Missing[] = [];
    const reply = (isFull: boolean, unfinished: readonly number[] = []): Reply => {
      const count = steps;
      steps = 0;
      return { deferred, missing: lacking, unfinished, isFull, filled: supply.filled(), count };
    };
    look(expander, shared);
    if (!flush(shared)) return reply(true);
    for (;;) {
      const piece = 2 * Atomics.add(counters, counter.work, 1);
      if (piece >= work.length) return reply(!flush(shared));
      const end = work[piece + 1]!;
      for (let number = work[piece]!; number < end; number += 1) {
        if (!expander.expand(number)) {
          deferred.push(number);
          lacking.push([...expander.missing()]);
        }
        if (batch.count >= enough && !flush(shared)) return reply(true, [number + 1, end]);
      }
    }
  };

  let payer: Expander | undefined;
  const pay = ({ shared, work, numbers, prospects }: Order & { readonly type: 'pay' }): Reply => {
    payer ??= expanderOf(shape, batch, 'progress');
    look(payer, shared);
    let count = 0;
    const learn = (number: number, more: number): void => {
      if ((prospects[number]! | more) === prospects[number]) return;
      prospects[number]! |= more;
      count += 1;
    };
    const settle = (): void => {
      lookUp.find(shared.visited, batch, (step, number) => learn(batch.source[step]!, prospects[number]!));
      batch.clear(shared.visited.layout.words);
    };
    for (;;) {
      const piece = 2 * Atomics.add(counters, counter.work, 1);
      if (piece >= work.length) break;
      const [from, end] = [work[piece]!, work[piece + 1]!];
      // From the last to the first, or the other way: as the piece says.
      for (let at = from; at !== end; at += from < end ? 1 : -1) {
        const number = numbers[at]!;
        if ((prospects[number]! & prospect.pays) !== 0) continue;
        payer.expand(number);
        if (payer.isHeldBack()) learn(number, prospect.mayPay);
        if (batch.count >= enough) settle();
      }
    }
    settle();
    return { ...nothing, count };
  };

  return {
    perform: (order) => {
      switch (order.type) {
        case 'expand':
          return expand(order);
        case 'pay':
          return pay(order);
        case 'report':
          return { ...nothing, occurred, withheld: expander.withheld() };
      }
    },
  };
};

const larger = (counts: Float64Array<ArrayBuffer>, index: number): Float64Array<ArrayBuffer> => {
  const more = new Float64Array(2 * index);
  more.set(counts);
  return more;
};
