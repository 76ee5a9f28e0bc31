import { actors } from './catalogue/actors.ts';
import { amqp } from './catalogue/amqp.ts';
import { basics } from './catalogue/basics.ts';
import { calls } from './catalogue/calls.ts';
import type { Entry, Family, Flaw, Reaching } from './catalogue/claims.ts';
import { deduplication } from './catalogue/deduplication.ts';
import { links } from './catalogue/links.ts';
import { kafka } from './catalogue/kafka.ts';
import { mqtt } from './catalogue/mqtt.ts';
import { queues } from './catalogue/queues.ts';
import type { Protocol } from './model/protocol.ts';
import { effects } from './catalogue/effects.ts';
import { worlds } from './model/world.ts';
import type { World, WorldName } from './model/world.ts';

export type { Claim, Entry, Family, Flaw } from './catalogue/claims.ts';

/** The chapters of the catalogue, in the order in which to read them. */
export const families: readonly Family[] = [
  basics,
  links,
  calls,
  deduplication,
  kafka,
  mqtt,
  amqp,
  queues,
  effects,
  actors,
];

/** The right ones, in the order in which to read them. */
export const catalogue: readonly Entry[] = families.flatMap(({ entries }) => entries);

/** The flawed twins, kept on purpose: each shows what one small mistake breaks. */
export const flaws: readonly Flaw[] = families.flatMap((family) => family.flaws);

/**
 * The named worlds that make a difference to a protocol: connections break only where there are some, and clocks
 * go only where a role reads one. Any other world is to it what the calm one is.
 */
export const worldsFor = ({ roles, connections }: Protocol): readonly WorldName[] => {
  const isClocked = Object.values(roles).some(({ clock }) => clock === true);
  return (Object.keys(worlds) as WorldName[]).filter((name) => {
    const world: World = worlds[name];
    return (
      (world.resets === undefined || connections !== undefined) && (world.clock === undefined || isClocked)
    );
  });
};

/** Every protocol of the catalogue with the world in which it is at home. */
export const worldOf = (entry: Reaching, name: WorldName): World => within(entry, worlds[name]);

/** A world that reaches as far as an entry of the catalogue says. */
export const within = ({ scope, scopeWithoutCrashes, hostile }: Reaching, world: World): World => ({
  ...world,
  ...scope,
  ...(world.crashes === 0 ? scopeWithoutCrashes : {}),
  ...(world.links === 'bag' && typeof world.crashes !== 'object' && world.crashes !== 0 ? hostile : {}),
});
