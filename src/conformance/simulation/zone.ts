/**
 * What is known of the times at which things happen: of the present, and of each event that is bound to come.
 * All that is known are upper bounds on differences between two of them, closed under addition; so the zone
 * stands for every way in which time may have passed (D. L. Dill, _Timing assumptions and verification of
 * finite-state concurrent systems_, 1989). Never changed.
 */
export interface Zone {
  /** The names of the events to come. The present is the first row and column, before them. */
  readonly events: readonly string[];
  /** `bounds[a][b]`: by how much `a` is later than `b`, at most. */
  readonly bounds: readonly (readonly number[])[];
}

export const origin: Zone = { events: [], bounds: [[0]] };

/** An event that comes from `earliest` to `latest` after the present. */
export const expecting = (
  { events, bounds }: Zone,
  event: string,
  earliest: number,
  latest: number,
): Zone => ({
  events: [...events, event],
  bounds: [
    ...bounds.map((row) => [...row, row[0]! - earliest]),
    [...bounds[0]!.map((bound) => latest + bound), 0],
  ],
});

/** Without an event, which does not come any more. What it says of the others stays. */
export const without = ({ events, bounds }: Zone, event: string): Zone => {
  const number = events.indexOf(event) + 1;
  if (number === 0) return { events, bounds };
  return {
    events: events.toSpliced(number - 1, 1),
    bounds: bounds.toSpliced(number, 1).map((row) => row.toSpliced(number, 1)),
  };
};

/** After some time in which nothing happens: not more than there is until the next event. */
export const passing = ({ events, bounds }: Zone): Zone => {
  const others = bounds.slice(1);
  const present = bounds[0]!.map((_, column) =>
    column === 0 ? 0 : Math.min(...others.map((row) => row[column]!)),
  );
  return { events, bounds: [present, ...others] };
};

/** As an event happens, which is the next one; nothing, where another must happen before. */
export const happening = (zone: Zone, event: string): Zone | undefined => {
  const number = zone.events.indexOf(event) + 1;
  if (number === 0) return undefined;
  const bounds = zone.bounds.map((row) => [...row]);
  for (const column of bounds.keys()) {
    if (column !== 0) bounds[number]![column] = Math.min(bounds[number]![column]!, 0);
  }
  close(bounds);
  if (bounds.some((row, place) => row[place]! < 0)) return undefined;
  // It is the present now.
  const kept = [number, ...bounds.keys()].filter(
    (place, index) => place !== 0 && (index === 0 || place !== number),
  );
  return {
    events: zone.events.toSpliced(number - 1, 1),
    bounds: kept.map((row) => kept.map((column) => bounds[row]![column]!)),
  };
};

/** All that follows from the bounds (R. W. Floyd, 1962). */
const close = (bounds: number[][]): void => {
  for (const through of bounds.keys()) {
    for (const from of bounds) {
      for (const to of bounds.keys()) {
        from[to] = Math.min(from[to]!, from[through]! + bounds[through]![to]!);
      }
    }
  }
};
