import type { Guarantee } from '../guarantees/guarantee.ts';
import type { WorldModel } from '../model/compose.ts';

/**
 * What may be left out of a search. Each keeps the verdict, and is off where it would not:
 *
 * - `symmetry`  states that differ in the names of submitted messages only are one. Whether messages are
 *   interchangeable is checked for every answer and every entry of the ledger that the search needs.
 * - `restarts-first`  a process that comes back without telling, sending or writing anything does so before
 *   all else (partial-order reduction with a persistent set of one step). Not where connections break or clocks
 *   go: what a process does while it is down may then be what it does not do once it is up.
 * - `fold`  a link that reorders and duplicates without limit is the set of all that was ever sent on it: it
 *   can hand over each of them again, whether it loses packets or not. Sound for what can only be broken for
 *   good, since a debt may hang on a packet that is really gone; and it knows no capacity, and no connections.
 *
 * @see Clarke, Emerson, Jha, Sistla 1998, Symmetry reductions in model checking; Godefroid 1996,
 * Partial-order methods for the verification of concurrent systems.
 */
export const reductions = ['symmetry', 'restarts-first', 'fold'] as const;

export type Reduction = (typeof reductions)[number];

/** Those of the reductions asked for that are sound for this model and guarantee. */
export const soundFor = (
  { world, protocol, relaxed }: WorldModel,
  guarantee: Guarantee,
  asked: readonly Reduction[],
): readonly Reduction[] => {
  const isSound = (reduction: Reduction): boolean => {
    switch (reduction) {
      case 'symmetry':
        return world.messages > 1;
      case 'restarts-first':
        return world.crashes !== 0 && protocol.connections === undefined && world.clock === undefined;
      case 'fold':
        return (
          relaxed !== undefined &&
          guarantee.owed === undefined &&
          world.links === 'bag' &&
          world.duplicates === 'unlimited' &&
          world.partitions === 0 &&
          protocol.connections === undefined
        );
    }
  };
  return reductions.filter((reduction) => asked.includes(reduction) && isSound(reduction));
};
