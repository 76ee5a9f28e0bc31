import { catalogue, flaws, worldOf } from '../../src/catalogue.ts';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import type { WorldName } from '../../src/model/world.ts';

export const worldNames = Object.keys(worlds) as readonly WorldName[];

/** Every protocol that the project knows, right or flawed. */
export const registered = [...catalogue, ...flaws];

/** Every protocol in every world. */
export const registeredModels: readonly WorldModel[] = registered.flatMap((entry) =>
  worldNames.map((name) => compose(entry.protocol, worldOf(entry, name))),
);

/** A small generator of chances for tests that want no more than that: the same numbers for the same seed. */
export const diceOf = (seed: number) => {
  let state = seed >>> 0;
  return (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
};
