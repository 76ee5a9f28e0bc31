import { integers } from './heap.ts';
import { holds, layoutFor, pack } from './layout.ts';
import { divide, inOrder, pairsOf, piecesOf, sizeOf } from './ranges.ts';
import type { Ranges } from './ranges.ts';
import { fieldsOf, flag } from './shape.ts';
import type { Shape } from './shape.ts';
import type { Tables } from './tables.ts';
import { counter } from './thread.ts';
import type { Order, Reply, Shared } from './thread.ts';
import { bytesOf, capacityOf, enlarged, relaid, visitedOf } from './visited.ts';

/** How far a search has come. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** How many states of this depth are still to be expanded. */
  readonly frontier: number;
  /** The memory that states and tables take. */
  readonly bytes: number;
}

/** Those who work on one search: what they have to know of the protocol, and the counters that they share. */
export interface Crew {
  readonly shape: Shape;
  readonly counters: Int32Array;
}

/** What a search asks of whoever drives it: an order for every thread of its crew. */
export interface Request {
  readonly crew: Crew;
  readonly order: Order;
  readonly progress: Progress;
}

/** What the driver answers: what each thread replied, and a reason to stop if there is one. */
export interface Response {
  readonly replies: readonly Reply[];
  readonly stop?: string | undefined;
}

export interface Limits {
  /** How many distinct states to visit at most. */
  readonly maxStates: number;
  /** How many bytes states and tables may take at most. */
  readonly maxBytes: number;
}

/** Everything that was visited. */
export interface Searched {
  readonly shared: Shared;
  /** The states, by their distance from the initial one. */
  readonly levels: readonly Ranges[];
  readonly progress: Progress;
  /** Why it stopped before everything was visited, if it did. */
  readonly stopped: string | undefined;
  /** The first level with a state whose promise is broken for good. */
  readonly brokenAt: number | undefined;
  /** By outcome: how often it occurred; whether the bound ever withheld it. */
  readonly occurred: (outcome: number) => number;
  readonly withheld: (outcome: number) => boolean;
}

/** How many states one order is about at most: so often whoever drives may stop it. */
const mostAtOnce = 1 << 16;
/** How many states a thread claims at once. */
const piece = 256;

/**
 * Visits all states, breadth first, level by level; if `endsAtBreach`, it ends with the first level in which a
 * promise is broken. It does no work itself: it says what is to be done next, so the same search runs in one
 * thread at once, or in several while the event loop turns.
 *
 * Threads only read tables. A state that needs an entry which is not there is put off; between two orders
 * the protocol is asked, the entry filled in, and the state taken up again.
 */
export function* search(
  tables: Tables,
  crew: Crew,
  { maxStates, maxBytes }: Limits,
  endsAtBreach: boolean,
): Generator<Request, Searched, Response> {
  const { heap, components, initial, fillIn } = tables;
  const { counters } = crew;
  let visited = visitedOf(layoutFor(components.largest()));
  let states = 1;
  let transitions = 0;
  let stopped: string | undefined;
  const levels: Ranges[] = [[0, 1]];

  const shared = (): Shared => ({ ints: heap.ints, visited, capacity: capacityOf(visited) });
  const bytes = (): number => bytesOf(visited, used()) + heap.bytes;
  const used = (): number => counters[counter.row]!;
  const progress = (frontier = 0): Progress => ({
    states,
    transitions,
    depth: levels.length - 1,
    frontier,
    bytes: bytes(),
  });
  const request = (work: Int32Array, frontier: number): Request => {
    counters[counter.work] = 0;
    return { crew, order: { type: 'expand', shared: shared(), work }, progress: progress(frontier) };
  };
  const count = (replies: readonly Reply[]): Ranges => {
    for (const reply of replies) transitions += reply.count;
    const filled = replies.flatMap((reply) => reply.filled);
    states += sizeOf(filled);
    return filled;
  };
  const limit = (): string | undefined => {
    if (states > maxStates) return `more than ${maxStates} states`;
    return bytes() > maxBytes ? `more than ${Math.round(maxBytes / 2 ** 20)} MB of memory` : undefined;
  };

  /** Expands states until each of them is; answers where the states are that were new. */
  function* expand(ranges: Ranges): Generator<Request, Ranges, Response> {
    let filled: Ranges = [];
    for (let open = ranges; open.length > 0 && stopped === undefined;) {
      const [now, later] = divide(open, mostAtOnce);
      const work = piecesOf(now, piece);
      const { replies, stop } = yield request(work, sizeOf(open));
      const unclaimed = [...work.subarray(2 * counters[counter.work]!)];
      filled = inOrder([...filled, ...count(replies), ...(yield* makeRoom(replies))]);
      for (const { missing } of replies) for (const entry of missing) fillIn(entry);
      const largest = components.largest();
      if (!holds(visited.layout, largest)) visited = relaid(visited, used(), largest);
      const again = replies.flatMap(({ deferred }) => deferred.flatMap((number) => [number, number + 1]));
      open = inOrder([...replies.flatMap(({ unfinished }) => unfinished), ...unclaimed, ...again, ...later]);
      stopped = stop ?? limit();
    }
    return filled;
  }

  /** Where there was no room for steps that were taken: more room, until all of them are inserted. */
  function* makeRoom(first: readonly Reply[]): Generator<Request, Ranges, Response> {
    const filled: number[] = [];
    for (let replies = first; replies.some(({ isFull }) => isFull);) {
      visited = enlarged(visited, used(), capacityOf(visited) + (replies.length << 12));
      ({ replies } = yield request(integers(0), 0));
      filled.push(...count(replies));
    }
    return filled;
  }

  pack(visited.layout, initial, visited.rows, 0);
  visited = relaid(visited, 1, components.largest());
  counters[counter.row] = 1;
  let brokenAt: number | undefined;
  for (;;) {
    const frontier = levels.at(-1)!;
    if (brokenAt === undefined && brokenIn(tables, shared(), frontier).length > 0)
      brokenAt = levels.length - 1;
    if ((brokenAt !== undefined && endsAtBreach) || stopped !== undefined) break;
    const next = yield* expand(frontier);
    if (next.length === 0) break;
    levels.push(next);
  }
  const { replies } = yield { crew, order: { type: 'report' }, progress: progress() };
  return {
    shared: shared(),
    levels,
    progress: progress(),
    stopped,
    brokenAt,
    occurred: (outcome) => replies.reduce((sum, { occurred }) => sum + (occurred?.[outcome] ?? 0), 0),
    withheld: (outcome) => replies.some(({ withheld }) => withheld?.[outcome] === 1),
  };
}

/** The states of a level whose promise is broken for good. */
export const brokenIn = (
  { components, shape }: Tables,
  { visited }: Shared,
  level: Ranges,
): readonly number[] => {
  const { ledgers, grids } = components;
  const isBroken = (ledger: number): boolean => (grids.flags.get(ledger, 0) & flag.broken) !== 0;
  const broken = new Set(Array.from({ length: ledgers.count() }, (_, index) => index + 1).filter(isBroken));
  if (broken.size === 0) return [];
  const { layout, rows } = visited;
  const { ledger } = fieldsOf(shape);
  const [word, shift] = [layout.word[ledger]!, layout.shift[ledger]!];
  const mask = (1 << layout.width[ledger]!) - 1;
  const found: number[] = [];
  for (const [from, end] of pairsOf(level)) {
    for (let number = from; number < end; number += 1) {
      if (broken.has((rows[number * layout.words + word]! >>> shift) & mask)) found.push(number);
    }
  }
  return found;
};
