import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, lookUpOf } from '../../src/explore/product/batch.ts';
import { Grid, Heap, integers } from '../../src/explore/product/heap.ts';
import { bitsFor, holds, layoutFor, pack, unpack } from '../../src/explore/product/layout.ts';
import { divide, inOrder, pairsOf, piecesOf, sizeOf } from '../../src/explore/product/ranges.ts';
import { supplyOf } from '../../src/explore/product/supply.ts';
import {
  capacityOf,
  enlarged,
  hashOf,
  numberOf,
  relaid,
  visitedOf,
} from '../../src/explore/product/visited.ts';

const ranges = fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 40 }))).map((pairs) => {
  let next = 0;
  return pairs.flatMap(([gap, size]) => {
    const from = next + gap;
    next = from + size;
    return [from, next];
  });
});
const numbersIn = (list: readonly number[]): readonly number[] =>
  pairsOf(list).flatMap(([from, end]) => Array.from({ length: end - from }, (_, index) => from + index));

describe('ranges of numbers', () => {
  it('are the same numbers in order, divided, and in pieces', () => {
    fc.assert(
      fc.property(ranges, fc.nat(300), fc.integer({ min: 1, max: 50 }), (list, count, most) => {
        const all = numbersIn(list);
        const [first, rest] = divide(list, count);
        expect(numbersIn(first)).toEqual(all.slice(0, count));
        expect([...numbersIn(first), ...numbersIn(rest)]).toEqual(all);
        expect(sizeOf(list)).toBe(all.length);
        const pieces = [...piecesOf(list, most)];
        expect(numbersIn(pieces)).toEqual(all);
        expect(pairsOf(pieces).every(([from, end]) => end - from <= most)).toBe(true);
        const shuffled = pairsOf(list).toReversed().flat();
        expect(numbersIn(inOrder(shuffled))).toEqual(all);
      }),
    );
  });
});

const widths = fc.array(fc.integer({ min: 1, max: 2 ** 29 }), { minLength: 1, maxLength: 12 });

describe('a layout', () => {
  it('gives back what was put into each field, up to the largest', () => {
    fc.assert(
      fc.property(widths, fc.infiniteStream(fc.nat()), (largest, values) => {
        const layout = layoutFor(largest);
        const fields = Int32Array.from(largest, (most) => values.next().value! % (most + 1));
        const rows = new Int32Array(3 * layout.words).fill(-1);
        pack(layout, fields, rows, layout.words);
        const read = new Int32Array(largest.length);
        unpack(layout, rows, layout.words, read);
        expect(read).toEqual(fields);
        expect(rows.subarray(0, layout.words).every((word) => word === -1)).toBe(true);
        expect(rows.subarray(2 * layout.words).every((word) => word === -1)).toBe(true);
        expect(holds(layout, largest)).toBe(true);
      }),
    );
  });

  it('takes no more words than its bits need, but for what does not fit together', () => {
    fc.assert(
      fc.property(widths, (largest) => {
        const bits = largest.reduce((sum, most) => sum + bitsFor(most), 0);
        expect(layoutFor(largest).words).toBeLessThanOrEqual(Math.max(2, Math.ceil(bits / 16)));
      }),
    );
  });

  it('refuses a component with more values than can be numbered', () => {
    expect(() => layoutFor([3, 2 ** 30])).toThrow('component 1 has more than 2^30 values');
  });
});

/** States of few fields, so that many are equal. */
const states = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(6), fc.nat(2 ** 20)), {
  maxLength: 400,
});

describe('the visited states', () => {
  it('are those that were inserted, each once, whatever happens to table and layout in between', () => {
    fc.assert(
      fc.property(states, fc.array(fc.nat(2)), (list, events) => {
        let largest = [7, 7, 2 ** 20];
        let visited = visitedOf(layoutFor(largest), 8);
        const counters = integers(2);
        const supply = supplyOf(counters, 1);
        const batch = batchOf();
        const lookUp = lookUpOf();
        const known = new Map<string, readonly number[]>();
        const write = (state: readonly number[]): void => {
          batch.clear(visited.layout.words);
          const to = batch.open(0, 0);
          pack(visited.layout, Int32Array.from(state), batch.words, to);
          batch.count = 1;
        };
        list.forEach((state, index) => {
          const event = events[index % Math.max(1, events.length)];
          if (event === 1) {
            largest = largest.map((most, field) => (field === index % 3 ? most * 2 : most));
            visited = relaid(visited, counters[1]!, largest);
          }
          while (!supply.ensure(1, capacityOf(visited))) {
            visited = enlarged(visited, counters[1]!, capacityOf(visited) + 1);
          }
          write(state);
          lookUp.insert(visited, batch, supply);
          known.set(JSON.stringify(state), state);
        });
        expect(sizeOf(supply.filled())).toBe(known.size);
        const numbers = [...known.values()].map((state) => {
          write(state);
          return numberOf(visited, batch.words, 0, hashOf(batch.words, 0, visited.layout.words));
        });
        expect(numbers.toSorted((a, b) => a - b)).toEqual([...known.keys()].map((_, index) => index));
        write([7, 7, 7]);
        expect(numberOf(visited, batch.words, 0, hashOf(batch.words, 0, visited.layout.words))).toBe(-1);
      }),
    );
  });

  it('are spread over the table: no probe is long, even for states that differ in one bit', () => {
    const longest = [1, 2, 3].map((words) => {
      const slots = new Uint8Array(1 << 12);
      for (let state = 1; state <= 1 << 11; state += 1) {
        const row = Int32Array.from({ length: words }, (_, word) => (word === words - 1 ? state << 7 : 5));
        slots[hashOf(row, 0, words) & (slots.length - 1)]! += 1;
      }
      return Math.max(...slots);
    });
    expect(Math.max(...longest)).toBeLessThan(9);
  });
});

describe('a table in the heap', () => {
  it('keeps every entry as it grows both ways, and reads 0 where nothing was filled in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(80), fc.nat(40), fc.integer({ min: 1 }))), (entries) => {
        const heap = new Heap(4);
        const [grid, other] = [new Grid(heap, 0), new Grid(heap, 2)];
        const known = new Map<string, number>();
        for (const [row, column, value] of entries) {
          grid.set(row, column, value);
          other.cover(column, row);
          known.set(`${row} ${column}`, value);
        }
        for (let row = 0; row <= 90; row += 1) {
          for (let column = 0; column <= 50; column += 1) {
            expect(grid.get(row, column)).toBe(known.get(`${row} ${column}`) ?? 0);
            expect(other.get(row, column)).toBe(0);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});
