import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stronglyConnected } from '../../../src/explore/strongly-connected.ts';
import { fairCycleIn } from '../../../src/explore/fair-cycle.ts';
import type { Junction } from '../../../src/explore/fair-cycle.ts';

/** Small graphs; each step has a name, no two of a place the same, and some more may be due that are withheld. */
const graphs = (places: number, names: number): fc.Arbitrary<readonly Junction[]> =>
  fc
    .array(
      fc.record({
        steps: fc.uniqueArray(
          fc.record({ name: fc.nat({ max: names - 1 }), to: fc.nat({ max: places - 1 }) }),
          { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
        ),
        withheld: fc.array(fc.nat({ max: names - 1 }), { maxLength: 1 }),
      }),
      { minLength: places, maxLength: places },
    )
    .map((drawn) =>
      drawn.map(({ steps, withheld }) => ({
        steps,
        due: [...steps.map(({ name }) => name), ...withheld],
      })),
    );

const reachable = (
  graph: readonly Junction[],
  from: number,
  within: readonly number[],
): ReadonlySet<number> => {
  const known = new Set([from]);
  for (const place of known) {
    for (const { to } of graph[place]!.steps) if (within.includes(to)) known.add(to);
  }
  return known;
};

describe('the strongly connected components of a part of a graph', () => {
  it('are the places that reach one another within it', () => {
    fc.assert(
      fc.property(graphs(7, 4), fc.uniqueArray(fc.nat({ max: 6 })), (graph, part) => {
        const components = stronglyConnected(graph, part);
        const componentOf = (place: number) => components.findIndex((component) => component.has(place));
        expect(components.flatMap((component) => [...component]).sort()).toEqual([...part].sort());
        for (const a of part) {
          for (const b of part) {
            const mutual = reachable(graph, a, part).has(b) && reachable(graph, b, part).has(a);
            expect(componentOf(a) === componentOf(b)).toBe(mutual);
          }
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

/** Every closed walk of so many steps that begins in a place and is fair, by trying them all. */
function* fairWalks(graph: readonly Junction[], start: number, most: number): Generator<readonly number[]> {
  const open: { at: number; names: readonly number[]; due: readonly number[] }[] = [
    { at: start, names: [], due: graph[start]!.due },
  ];
  for (const { at, names, due } of open) {
    if (names.length > 0 && at === start && due.every((name) => names.includes(name))) yield names;
    if (names.length === most) continue;
    for (const { name, to } of graph[at]!.steps) {
      open.push({ at: to, names: [...names, name], due: [...due, ...graph[to]!.due] });
    }
  }
}

/** What can be reached from the first place, numbered anew in breadth-first order, with the distances. */
const breadthFirst = (graph: readonly Junction[]) => {
  const order = [0];
  const away = [0];
  for (const [index, place] of order.entries()) {
    for (const { to } of graph[place]!.steps) {
      if (order.includes(to)) continue;
      order.push(to);
      away.push(away[index]! + 1);
    }
  }
  const places = order.map((place) => ({
    ...graph[place]!,
    steps: graph[place]!.steps.map(({ name, to }) => ({ name, to: order.indexOf(to) })),
  }));
  return { places, away };
};

/** All cycles are tried, up to so many steps together with the way to them. */
const most = 7;

describe('a fair cycle', () => {
  it('is one of those in components that cannot be left, and none is shorter with the way to it', () => {
    const found = { some: 0, none: 0 };
    fc.assert(
      fc.property(graphs(4, 4), (graph) => {
        const { places, away } = breadthFirst(graph);
        const all = [...places.keys()];
        const inBottom = all.filter((place) =>
          [...reachable(places, place, all)].every((other) => reachable(places, other, all).has(place)),
        );
        const cycle = fairCycleIn(places);
        found[cycle === undefined ? 'none' : 'some'] += 1;
        const lengths = inBottom.flatMap((start) =>
          [...fairWalks(places, start, most - away[start]!)].map((names) => away[start]! + names.length),
        );
        const length = cycle === undefined ? Infinity : away[cycle.start]! + cycle.names.length;
        expect(Math.min(...lengths)).toBe(length > most ? Infinity : length);
        if (length > most) return;
        expect([...fairWalks(places, cycle!.start, most)]).toContainEqual(cycle!.names);
      }),
      { seed: 2, numRuns: 300 },
    );
    expect(Math.min(found.some, found.none)).toBeGreaterThan(20);
  });
});
