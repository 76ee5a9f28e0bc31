import { expect } from 'vitest';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { compose } from '../../src/model/compose.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { worlds } from '../../src/model/world.ts';
import type { World } from '../../src/model/world.ts';
import { finer } from './finer.ts';
import type { registered } from './registered.ts';

/** Small enough for the finer world, which has many more states. */
export const small: readonly World[] = [
  worlds.calm,
  { ...worlds.lossy, messages: 1 },
  { ...worlds.duplicating, messages: 1 },
  { ...worlds.reordering, messages: 1 },
  { ...worlds.crashing, messages: 1 },
  { ...worlds.forgetful, messages: 1 },
  { ...worlds.resetting, messages: 1 },
  { ...worlds.crashing, name: 'resetting and crashing', messages: 1, resets: 1 },
  { ...worlds.timed, messages: 1, capacity: 1, clock: { ...worlds.timed.clock, ticks: 3 } },
  { ...worlds.late, messages: 1, capacity: 1, clock: { ...worlds.late.clock, ticks: 3 } },
];

/** Whether a world is another than one without resets and clocks. */
const makesADifference = (protocol: Protocol, { resets, clock }: World): boolean =>
  (resets === undefined || protocol.connections !== undefined) &&
  (clock === undefined || Object.values(protocol.roles).some((role) => role.clock === true));

/** Expects the same verdicts of a protocol in the world that cuts effects and in the one that performs them singly. */
export const expectAgreement = (
  { protocol, scope }: (typeof registered)[number],
  judged: readonly Guarantee[],
  chosen: readonly World[] = small,
): void => {
  // Effect by effect, three roles that crash have some million states.
  const isLarge = Object.keys(protocol.roles).length > 2;
  const different = chosen.filter((world) => makesADifference(protocol, world));
  for (const named of isLarge ? different.slice(0, 1) : different) {
    // A scope may make a world smaller here, and never larger.
    const messages = Math.min(named.messages, scope?.messages ?? named.messages);
    const world = { ...named, ...scope, messages, ...(isLarge ? { capacity: 1 } : {}) };
    for (const guarantee of judged) {
      const coarse = verifyExhaustively(compose(protocol, world), guarantee);
      const fine = verifyExhaustively(finer(protocol, world), guarantee);
      expect([world.name, guarantee.name, fine.verdict]).toEqual([
        world.name,
        guarantee.name,
        coarse.verdict,
      ]);
    }
  }
};
