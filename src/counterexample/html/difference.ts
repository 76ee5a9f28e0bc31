/** One item of a list, and whether it was there before, is there now, or both. */
export interface Change<Item> {
  readonly item: Item;
  readonly change: 'kept' | 'added' | 'removed';
}

/**
 * What became of a list: a shortest way from the one to the other, in the order in which to read it. What is
 * removed stands before what takes its place.
 *
 * @example
 * differenceOf(['m0', 'm1'], ['m1', 'm2']); // m0 removed, m1 kept, m2 added
 */
export const differenceOf = <Item extends { readonly text: string }>(
  before: readonly Item[],
  after: readonly Item[],
): readonly Change<Item>[] => {
  const common = commonLengths(before, after);
  const changes: Change<Item>[] = [];
  let [old, now] = [0, 0];
  while (old < before.length || now < after.length) {
    const [was, is] = [before[old], after[now]];
    // Of equal items the first goes, as the head of a queue does.
    const isLost = was !== undefined && common[old + 1]![now]! >= common[old]![now]!;
    if (isLost) {
      changes.push({ item: was, change: 'removed' });
      old += 1;
    } else if (was !== undefined && was.text === is?.text) {
      changes.push({ item: is, change: 'kept' });
      old += 1;
      now += 1;
    } else {
      changes.push({ item: is!, change: 'added' });
      now += 1;
    }
  }
  return changes;
};

/** How long the longest common subsequence is of what follows a place in the one list and one in the other. */
const commonLengths = (
  before: readonly { readonly text: string }[],
  after: readonly { readonly text: string }[],
): readonly (readonly number[])[] => {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    Array.from({ length: after.length + 1 }, () => 0),
  );
  for (let old = before.length - 1; old >= 0; old -= 1) {
    for (let now = after.length - 1; now >= 0; now -= 1) {
      lengths[old]![now] =
        before[old]!.text === after[now]!.text
          ? lengths[old + 1]![now + 1]! + 1
          : Math.max(lengths[old + 1]![now]!, lengths[old]![now + 1]!);
    }
  }
  return lengths;
};
