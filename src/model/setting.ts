import { allFaults, faultLedger } from './budget.ts';
import type { Faults } from './budget.ts';
import { channel as channelOf } from './link.ts';
import type { Channel, Content, Discipline } from './link.ts';
import { localSteps } from './local.ts';
import type { LocalSteps } from './local.ts';
import type { ConnectionName, LinkName, Packet, RoleName } from './message.ts';
import { Interner } from './plain.ts';
import { placeOf } from './place.ts';
import type { Process } from './place.ts';
import { endsOf, linksOf } from './protocol.ts';
import type { Protocol } from './protocol.ts';
import type { Event } from './role.ts';
import type { World } from './world.ts';

/** One global state. Its components are kept once each, so equal components are identical. */
export interface WorldState {
  /** In the order of the protocol's roles. */
  readonly processes: readonly Process[];
  /** In the order of the protocol's links. */
  readonly links: readonly Content[];
  readonly faults: Faults;
  /** How many messages the application has submitted. */
  readonly submitted: number;
}

/** What all steps of a protocol in a world share: names with their numbers, and everything kept once. */
export interface Setting {
  readonly world: World;
  readonly roles: readonly RoleName[];
  /** The roles that the application submits to. */
  readonly submitters: readonly RoleName[];
  readonly links: readonly LinkName[];
  /** By link: the other direction of its connection, or -1 where it belongs to none. */
  readonly opposite: readonly number[];
  readonly connections: readonly ConnectionName[];
  readonly packets: Interner<Packet>;
  readonly events: Interner<Event>;
  readonly channel: Channel;
  readonly locals: readonly LocalSteps[];
  readonly faults: ReturnType<typeof faultLedger>;
}

export const settingOf = (
  protocol: Protocol,
  world: World,
  discipline: Discipline = world.links,
): Setting => {
  const roles = Object.keys(protocol.roles);
  const { links, connections = [] } = protocol;
  const packets = new Interner<Packet>();
  const opposite = links.map((link) => {
    const pair = connections.map(linksOf).find((both) => both.includes(link));
    return pair === undefined ? -1 : links.indexOf(pair[0] === link ? pair[1] : pair[0]);
  });
  const places = new Map(roles.map((name) => [name, placeOf(protocol, name, world.clock)]));
  const isClocked = (name: RoleName): boolean => places.get(name)?.clock !== undefined;
  const locals = roles.map((name) =>
    localSteps(places.get(name)!, {
      disks: world.disks,
      packets,
      linkTo: (to) => links.indexOf(`${name} -> ${to}`),
      ages: (to) => world.clock?.lifetime !== 'unlimited' && isClocked(name) && isClocked(to),
      connections: links.flatMap((link, away) =>
        opposite[away]! >= 0 && endsOf(link).from === name ? [{ away, back: opposite[away]! }] : [],
      ),
    }),
  );
  return {
    world,
    roles,
    submitters: roles.filter((name) => protocol.roles[name]!.upon.submit !== undefined),
    links,
    opposite,
    connections,
    packets,
    events: new Interner<Event>(),
    channel: channelOf(discipline, packets),
    locals,
    faults: faultLedger(allFaults(world, roles, protocol.links)),
  };
};

export const initialState = (setting: Setting): WorldState => ({
  processes: setting.locals.map(({ initial }) => initial),
  links: setting.links.map(() => setting.channel.empty),
  faults: setting.faults.initial,
  submitted: 0,
});

/** The same state in another setting of the same protocol. */
export const adopt = ({ locals, channel, packets, faults }: Setting, state: WorldState): WorldState => ({
  processes: state.processes.map((process, role) => locals[role]!.adopt(process)),
  links: state.links.map((content) =>
    content.reduce((so, packet) => channel.put(so, packets.intern(packet)), channel.empty),
  ),
  faults: faults.adopt(state.faults),
  submitted: state.submitted,
});

/** A text that two states share exactly when they are equal. */
export const keyOf =
  ({ locals, channel, faults }: Setting) =>
  (state: WorldState): string => {
    let key = `${state.submitted}${faults.textOf(state.faults)}`;
    state.processes.forEach((process, role) => (key += locals[role]!.textOf(process)));
    for (const content of state.links) key += channel.textOf(content);
    return key;
  };

/** A list with one entry replaced: the cheap way to say that one component of a state has changed. */
export const replaced = <T>(list: readonly T[], index: number, entry: T): readonly T[] => {
  if (list[index] === entry) return list;
  const copy = list.slice();
  copy[index] = entry;
  return copy;
};
