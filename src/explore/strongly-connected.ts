/** A graph as its places, each with the numbers that its steps lead to. */
type Graph = readonly { readonly steps: readonly { readonly to: number }[] }[];

/**
 * The strongly connected components of the part of a graph that some places make up: largest sets in which
 * each place can be reached from each other (R. Tarjan, 1972; without recursion, for graphs may be deep).
 */
export const stronglyConnected = (
  graph: Graph,
  places: readonly number[],
): readonly ReadonlySet<number>[] => {
  const within = new Set(places);
  const order = new Map<number, number>();
  const lowest = new Map<number, number>();
  const stack: number[] = [];
  const stacked = new Set<number>();
  const components: ReadonlySet<number>[] = [];

  const enter = (place: number): { place: number; next: number } => {
    order.set(place, order.size);
    lowest.set(place, order.get(place)!);
    stack.push(place);
    stacked.add(place);
    return { place, next: 0 };
  };
  const lower = (place: number, to: number): void => {
    lowest.set(place, Math.min(lowest.get(place)!, to));
  };
  const leave = (place: number): void => {
    if (lowest.get(place) !== order.get(place)) return;
    const component = new Set(stack.splice(stack.lastIndexOf(place)));
    for (const member of component) stacked.delete(member);
    components.push(component);
  };

  for (const root of places) {
    if (order.has(root)) continue;
    const path = [enter(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = graph[top.place]!.steps[top.next++]?.to;
      if (to === undefined) {
        leave(top.place);
        path.pop();
        const above = path.at(-1);
        if (above !== undefined) lower(above.place, lowest.get(top.place)!);
      } else if (within.has(to)) {
        if (!order.has(to)) path.push(enter(to));
        else if (stacked.has(to)) lower(top.place, order.get(to)!);
      }
    }
  }
  return components;
};
