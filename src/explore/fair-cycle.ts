import { stronglyConnected } from './strongly-connected.ts';

/** A state as a place in a graph whose steps have names: equal steps have the same name wherever they start. */
export interface Junction {
  readonly steps: { readonly name: number; readonly to: number }[];
  /** The names of the steps that a fair run owes this place, should it come here again and again. */
  readonly due: number[];
}

/** A cycle: where it starts, and the names of its steps. */
export interface Cycle {
  readonly start: number;
  readonly names: readonly number[];
}

/** How many beginnings of cycles are tried before the shortest so far will do. */
const mostBeginnings = 100_000;

/**
 * A fair cycle in a bottom component of a graph: whatever is due anywhere in it is taken in it. Places are
 * numbered breadth first, so that of two cycles the one nearer to the first place starts at a lower number;
 * way and cycle together are as short as could be found within a fixed number of tries, and hence always the
 * same. There is none where a bottom component has no part in which everything due can be taken.
 *
 * Finding the shortest fair cycle is hard (a travelling salesman may be hidden in it), so a first one is
 * built step by step, and then all shorter ones are tried, up to a limit.
 */
export const fairCycleIn = (places: readonly Junction[]): Cycle | undefined => {
  const all = [...places.keys()];
  const inBottom = stronglyConnected(places, all).filter((component) => isBottom(places, component));
  const parts = inBottom.flatMap((component) => fairParts(places, component));
  const away = distances(places);
  let best: Cycle | undefined;
  const length = (cycle: Cycle | undefined): number =>
    cycle === undefined ? Infinity : away[cycle.start]! + cycle.names.length;
  let tries = mostBeginnings;
  for (const part of parts) {
    const built = nearestFirst(places, part, Math.min(...part));
    if (length(built) < length(best)) best = built;
  }
  for (const part of parts) {
    for (const start of [...part].sort((a, b) => a - b)) {
      const shorter = shortest(places, part, start, length(best) - away[start]!, () => tries-- > 0);
      best = shorter ?? best;
    }
  }
  return best;
};

const isBottom = (places: readonly Junction[], component: ReadonlySet<number>): boolean =>
  [...component].every((place) => places[place]!.steps.every(({ to }) => component.has(to)));

/**
 * The largest parts of a component in which whatever is due is also taken: what can only be owed is left
 * out, until nothing is (O. Lichtenstein and A. Pnueli, 1985: strong fairness by components).
 */
const fairParts = (
  places: readonly Junction[],
  component: ReadonlySet<number>,
): readonly ReadonlySet<number>[] => {
  const taken = new Set(
    [...component].flatMap((place) => stepsWithin(places, component, place).map(({ name }) => name)),
  );
  if (taken.size === 0) return [];
  const fair = [...component].filter((place) => places[place]!.due.every((name) => taken.has(name)));
  if (fair.length === component.size) return [component];
  return stronglyConnected(places, fair).flatMap((smaller) => fairParts(places, smaller));
};

const stepsWithin = (places: readonly Junction[], part: ReadonlySet<number>, place: number) =>
  places[place]!.steps.filter(({ to }) => part.has(to));

/** How many steps each place is away from the first. */
const distances = (places: readonly Junction[]): readonly number[] => {
  const away = places.map((_, place) => (place === 0 ? 0 : Infinity));
  const open = [0];
  for (const place of open) {
    for (const { to } of places[place]!.steps) {
      if (away[to]! < Infinity) continue;
      away[to] = away[place]! + 1;
      open.push(to);
    }
  }
  return away;
};

/** A fair cycle, built by always taking the nearest step that is due and was not taken yet; then back. */
const nearestFirst = (places: readonly Junction[], part: ReadonlySet<number>, start: number): Cycle => {
  const names: number[] = [];
  const taken = new Set<number>();
  const due = new Set<number>();
  let at = start;
  const owe = (): void => places[at]!.due.forEach((name) => due.add(name));
  owe();
  for (;;) {
    const isOwing = [...due].some((name) => !taken.has(name));
    if (!isOwing && at === start) return { start, names };
    const way = nearest(places, part, at, ({ name, to }) =>
      isOwing ? due.has(name) && !taken.has(name) : to === start,
    );
    for (const step of way) {
      names.push(step.name);
      taken.add(step.name);
      at = step.to;
      owe();
    }
  }
};

type Step = Junction['steps'][number];

/** The shortest way from a place that ends with a step of the kind wanted; there is one in every part. */
const nearest = (
  places: readonly Junction[],
  part: ReadonlySet<number>,
  from: number,
  isWanted: (step: Step) => boolean,
): readonly Step[] => {
  const open: { readonly at: number; readonly way: readonly Step[] }[] = [{ at: from, way: [] }];
  const known = new Set([from]);
  for (const { at, way } of open) {
    for (const step of stepsWithin(places, part, at)) {
      if (isWanted(step)) return [...way, step];
      if (known.has(step.to)) continue;
      known.add(step.to);
      open.push({ at: step.to, way: [...way, step] });
    }
  }
  throw new Error('a part of a graph in which what is due cannot be taken');
};

interface Beginning {
  readonly at: number;
  readonly names: readonly number[];
  readonly due: ReadonlySet<number>;
}

/** The shortest fair cycle of fewer steps than `limit` that starts at its lowest number, while it may try. */
const shortest = (
  places: readonly Junction[],
  part: ReadonlySet<number>,
  start: number,
  limit: number,
  mayTry: () => boolean,
): Cycle | undefined => {
  const open: Beginning[] = [{ at: start, names: [], due: new Set(places[start]!.due) }];
  const known = new Set<string>();
  for (const { at, names, due } of open) {
    for (const { name, to } of stepsWithin(places, part, at)) {
      if (to < start) continue;
      if (!mayTry()) return undefined;
      const next = { at: to, names: [...names, name], due: new Set([...due, ...places[to]!.due]) };
      const missing = [...next.due].filter((owed) => !next.names.includes(owed)).length;
      if (next.names.length + missing + (to === start ? 0 : missing === 0 ? 1 : 0) >= limit) continue;
      if (missing === 0 && to === start) return { start, names: next.names };
      const key = `${to} ${sorted(next.due)} ${sorted(new Set(next.names))}`;
      if (known.has(key)) continue;
      known.add(key);
      open.push(next);
    }
  }
  return undefined;
};

const sorted = (names: ReadonlySet<number>): string => [...names].sort((a, b) => a - b).join(',');
