/** Numbers for things that are kept once each, in the order in which they turn up, from 1: 0 is none of them. */
export interface Numbers<T> {
  readonly of: (thing: T) => number;
  readonly thing: (number: number) => T;
  /** How many there are. */
  readonly count: () => number;
}

/** `welcome` is told of each new number before anybody else sees it. */
export const numbers = <T>(welcome: (number: number, thing: T) => void = () => undefined): Numbers<T> => {
  const known = new Map<T, number>();
  const things: T[] = [];
  return {
    of: (thing) => {
      const number = known.get(thing);
      if (number !== undefined) return number;
      const next = things.push(thing);
      known.set(thing, next);
      welcome(next, thing);
      return next;
    },
    thing: (number) => things[number - 1]!,
    count: () => things.length,
  };
};
