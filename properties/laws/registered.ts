import { basics } from '../../src/catalogue/basics.ts';
import { catalogue, flaws, worldOf, worldsFor } from '../../src/catalogue.ts';
import type { Entry, Flaw } from '../../src/catalogue.ts';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import type { WorldName } from '../../src/model/world.ts';
import { clocked } from './fixtures/clocked.ts';
import { connected, deaf } from './fixtures/connected.ts';

export const worldNames = Object.keys(worlds) as readonly WorldName[];

/** Every protocol that the project knows, right or flawed. */
export const everything: readonly (Entry | Flaw)[] = [...catalogue, ...flaws];

/**
 * Those that the laws are held against again and again: the protocols that everything else is made of, and one
 * each for what only some protocols have. The deep tests take everything.
 */
export const registered: readonly Registered[] = [
  ...basics.entries,
  ...basics.flaws,
  { protocol: connected },
  { protocol: deaf },
  { protocol: clocked(0, 1), scope: { messages: 1 } },
];

type Registered = Pick<Entry, 'protocol' | 'scope'>;

/** Every protocol in every world. */
export const registeredModels: readonly WorldModel[] = registered.flatMap((entry) =>
  worldsFor(entry.protocol).map((name) => compose(entry.protocol, worldOf(entry, name))),
);

/** A small generator of chances for tests that want no more than that: the same numbers for the same seed. */
export const diceOf = (seed: number) => {
  let state = seed >>> 0;
  return (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
};
