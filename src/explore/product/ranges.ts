import { integers } from './heap.ts';

/** Whole numbers, as pairs of the first and the one after the last. */
export type Ranges = readonly number[];

export const pairsOf = (ranges: Ranges): readonly (readonly [from: number, end: number])[] =>
  Array.from({ length: ranges.length / 2 }, (_, pair) => [ranges[2 * pair]!, ranges[2 * pair + 1]!]);

/** How many numbers they are. */
export const sizeOf = (ranges: Ranges): number => {
  let size = 0;
  for (let pair = 0; pair < ranges.length; pair += 2) size += ranges[pair + 1]! - ranges[pair]!;
  return size;
};

/** In ascending order, and neighbours as one. */
export const inOrder = (ranges: Ranges): Ranges => {
  const merged: number[] = [];
  for (const [from, end] of pairsOf(ranges).toSorted(([a], [b]) => a - b)) {
    if (merged.at(-1) === from) merged[merged.length - 1] = end;
    else merged.push(from, end);
  }
  return merged;
};

/** The first so many of them, and the rest. */
export const divide = (ranges: Ranges, count: number): readonly [first: Ranges, rest: Ranges] => {
  const first: number[] = [];
  let left = count;
  for (let pair = 0; pair < ranges.length; pair += 2) {
    const [from, end] = [ranges[pair]!, ranges[pair + 1]!];
    if (end - from > left) {
      const middle = from + left;
      if (left > 0) first.push(from, middle);
      return [first, [middle, ...ranges.slice(pair + 1)]];
    }
    first.push(from, end);
    left -= end - from;
  }
  return [first, []];
};

/** In pieces of at most so many, which threads claim one after the other. */
export const piecesOf = (ranges: Ranges, most: number): Int32Array => {
  const pieces = pairsOf(ranges).flatMap(([from, end]) =>
    Array.from({ length: Math.ceil((end - from) / most) }, (_, index) => [
      from + index * most,
      Math.min(end, from + (index + 1) * most),
    ]),
  );
  const work = integers(pieces.length * 2);
  work.set(pieces.flat());
  return work;
};
