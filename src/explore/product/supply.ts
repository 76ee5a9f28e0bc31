/**
 * Rows that one thread has set aside for the states that it finds. They are claimed from all threads' common
 * counter in blocks, so that threads hardly ever meet there.
 */
export interface Supply {
  /** Makes sure that there are rows for so many states; answers false where the capacity does not allow it. */
  readonly ensure: (count: number, capacity: number) => boolean;
  /** The next row to fill. It stays the next until it is `used`. */
  readonly next: () => number;
  readonly used: () => void;
  /** The rows filled since it was asked last, as pairs of the first and the one after the last. */
  readonly filled: () => readonly number[];
}

const block = 1024;

/** `counter[place]` is the first row that nobody has claimed. */
export const supplyOf = (counter: Int32Array, place: number): Supply => {
  const blocks: [next: number, end: number][] = [];
  let from = 0; // the first row filled of the current block that was not told yet
  let left = 0;
  const filled: number[] = [];

  const claim = (wanted: number, capacity: number): boolean => {
    for (;;) {
      const start = Atomics.load(counter, place);
      const size = Math.min(Math.max(block, wanted), capacity - start);
      if (size < wanted) return false;
      if (Atomics.compareExchange(counter, place, start, start + size) !== start) continue;
      const last = blocks.at(-1);
      if (last !== undefined && last[1] === start) last[1] += size;
      else blocks.push([start, start + size]);
      if (blocks.length === 1 && last === undefined) from = start;
      left += size;
      return true;
    }
  };
  const tell = (next: number): void => {
    if (next > from) filled.push(from, next);
    from = next;
  };
  /** The block to fill; one that is full is left behind. */
  const current = (): [next: number, end: number] => {
    while (blocks[0]![0] === blocks[0]![1]) {
      tell(blocks[0]![0]);
      blocks.shift();
      from = blocks[0]![0];
    }
    return blocks[0]!;
  };

  return {
    ensure: (count, capacity) => left >= count || claim(count - left, capacity),
    next: () => current()[0],
    used: () => {
      blocks[0]![0] += 1;
      left -= 1;
    },
    filled: () => {
      if (blocks.length > 0) tell(blocks[0]![0]);
      return filled.splice(0);
    },
  };
};
