import { observedAs } from '../../src/model/effect.ts';
import type { Effect } from '../../src/model/effect.ts';
import type { Packet } from '../../src/model/message.ts';
import type { Model, Step } from '../../src/model/model.ts';
import type { Observation } from '../../src/model/observation.ts';
import { textOf } from '../../src/model/plain.ts';
import { endsOf } from '../../src/model/protocol.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import type { AnyRole, Event } from '../../src/model/role.ts';
import type { World } from '../../src/model/world.ts';

/**
 * The same world, told more finely and written a second time, with nothing kept or remembered: a role begins
 * to answer an event and then performs its effects one by one, while everything else goes on; a crash may
 * strike at any moment, also while the role is idle.
 */
interface Role {
  readonly up: boolean;
  readonly disk: object;
  readonly memory: object;
  readonly timers: readonly string[];
  readonly pending: readonly Effect[];
  readonly clock: number;
  /** What the clock showed when it began its answer. */
  readonly read: number;
}
interface State {
  readonly roles: Readonly<Record<string, Role>>;
  readonly links: Readonly<Record<string, readonly Packet[]>>;
  readonly crashes: Readonly<Record<string, number>>;
  readonly resets: number;
  readonly submitted: number;
}
type Action =
  | { readonly type: 'begin'; readonly role: string; readonly event: Event }
  | { readonly type: 'perform' | 'crash' | 'tick'; readonly role: string }
  | { readonly type: 'reset'; readonly connection: string }
  | { readonly type: 'lose' | 'duplicate'; readonly link: string; readonly packet: Packet };

export const finer = (protocol: Protocol, world: World): Model<State, Action> => {
  const names = Object.keys(protocol.roles);
  const role = (name: string): AnyRole => protocol.roles[name]!;
  const fresh = (name: string): Role => ({
    up: true,
    disk: role(name).disk ?? {},
    memory: role(name).memory ?? {},
    timers: [],
    pending: [],
    clock: 0,
    read: 0,
  });
  const arrivable = (packets: readonly Packet[]): readonly Packet[] =>
    (world.links === 'queue' ? packets.slice(0, 1) : distinct(packets)).filter((packet) => !isEnd(packet));

  // Connections: the end of one travels on both of its links, behind what was sent.
  const pairs = (protocol.connections ?? []).map((connection) => {
    const [one, other] = connection.split(' <-> ');
    return [`${one} -> ${other}`, `${other} -> ${one}`] as const;
  });
  const oppositeOf = (link: string): string | undefined =>
    pairs.flatMap(([one, other]) => (link === one ? [other] : link === other ? [one] : []))[0];
  const hasEnd = (state: State, link: string | undefined): boolean =>
    link !== undefined && (state.links[link] ?? []).some(isEnd);
  const pastEnd = (packets: readonly Packet[]): readonly Packet[] =>
    world.links === 'queue' ? packets.slice(packets.findIndex(isEnd) + 1) : without(packets, end);

  // Clocks.
  const isClocked = (name: string): boolean => world.clock !== undefined && role(name).clock === true;
  const slowest = (state: State): number =>
    Math.min(...names.filter(isClocked).map((name) => state.roles[name]!.clock));
  const mayTick = (state: State, name: string): boolean =>
    isClocked(name) &&
    state.roles[name]!.clock < world.clock!.ticks &&
    state.roles[name]!.clock + 1 - slowest(state) <= world.clock!.skew;
  const isTooOld = (clock: number, packet: Packet): boolean => {
    const sentAt = (packet as { 'sent at'?: number })['sent at'];
    return sentAt !== undefined && clock - sentAt > (world.clock!.lifetime as number);
  };

  const eventsOf = (state: State): readonly Action[] =>
    names.flatMap((name): readonly Action[] => {
      const { up, pending, timers } = state.roles[name]!;
      const begin = (event: Event): Action => ({ type: 'begin', role: name, event });
      if (!up) return [begin({ type: 'restart' })];
      if (pending.length > 0) return [{ type: 'perform', role: name }];
      const message = { id: `m${state.submitted}`, payload: 'hello' };
      return [
        ...(role(name).upon.submit && state.submitted < world.messages
          ? [begin({ type: 'submit', message })]
          : []),
        ...protocol.links
          .map((link) => ({ ...endsOf(link), packets: state.links[link]! }))
          .filter(({ to }) => to === name)
          .flatMap(({ from, packets }) => [
            ...arrivable(packets).map((packet) => begin({ type: 'receive', from, packet })),
            ...(packets.some(isEnd) ? [begin({ type: 'disconnect', from })] : []),
          ]),
        ...timers.map((timer) => begin({ type: 'timeout', timer })),
      ];
    });
  const faultsOf = (state: State): readonly Action[] => [
    ...protocol.links.flatMap((link) =>
      arrivable(state.links[link]!).flatMap((packet): readonly Action[] => [
        ...(world.losses === 0 ? [] : [{ type: 'lose', link, packet } as const]),
        ...(world.duplicates === 0 ? [] : [{ type: 'duplicate', link, packet } as const]),
      ]),
    ),
    ...names
      .filter((name) => state.crashes[name]! > 0 && state.roles[name]!.up)
      .map((name): Action => ({ type: 'crash', role: name })),
    ...pairs
      .filter(([one, other]) => state.resets > 0 && !hasEnd(state, one) && !hasEnd(state, other))
      .map(([one]): Action => ({ type: 'reset', connection: one })),
  ];
  const ticksOf = (state: State): readonly Action[] =>
    names.filter((name) => mayTick(state, name)).map((name) => ({ type: 'tick', role: name }));

  const begin = (state: State, name: string, event: Event): Step<State> => {
    const was = state.roles[name]!;
    const { upon } = role(name);
    const kept = { disk: was.disk, memory: event.type === 'restart' ? fresh(name).memory : was.memory };
    const shown = role(name).clock === true ? { ...kept, now: was.clock } : kept;
    const isOld = event.type === 'receive' && isTooOld(was.clock, event.packet);
    const pending = isOld
      ? []
      : event.type === 'submit'
        ? upon.submit?.(shown, event.message)
        : event.type === 'receive'
          ? upon.receive?.(shown, unstamped(event.packet), event.from)
          : event.type === 'disconnect'
            ? upon.disconnect?.(shown, event.from)
            : event.type === 'timeout'
              ? upon.timeout?.(shown, event.timer)
              : upon.restart?.(shown);
    const timers =
      event.type === 'timeout' ? was.timers.filter((timer) => timer !== event.timer) : was.timers;
    const link = 'from' in event ? `${event.from} -> ${name}` : '';
    const observations: readonly Observation[] =
      event.type === 'submit'
        ? [{ type: 'submitted', message: event.message.id, process: name }]
        : event.type === 'restart'
          ? [{ type: 'restarted', process: name }]
          : [];
    return {
      state: {
        ...state,
        roles: {
          ...state.roles,
          [name]: { ...was, ...kept, up: true, timers, pending: pending ?? [], read: was.clock },
        },
        links:
          event.type === 'receive'
            ? { ...state.links, [link]: without(state.links[link]!, event.packet) }
            : event.type === 'disconnect'
              ? { ...state.links, [link]: pastEnd(state.links[link]!) }
              : state.links,
        submitted: state.submitted + (event.type === 'submit' ? 1 : 0),
      },
      observations,
    };
  };

  const perform = (state: State, name: string, effect: Effect): Step<State> => {
    const was = state.roles[name]!;
    const become = (change: Partial<Role>, observations: readonly Observation[] = []): Step<State> => ({
      state: { ...state, roles: { ...state.roles, [name]: { ...was, ...change } } },
      observations,
    });
    switch (effect.type) {
      case 'write':
        return become({ disk: { ...was.disk, ...effect.disk } });
      case 'remember':
        return become({ memory: { ...was.memory, ...effect.memory } });
      case 'arm':
        return become({ timers: [...new Set([...was.timers, effect.timer])].sort() });
      case 'disarm':
        return become({ timers: was.timers.filter((timer) => timer !== effect.timer) });
      case 'send': {
        const to = effect.to ?? endsOf(protocol.links.find((link) => endsOf(link).from === name)!).to;
        const link = `${name} -> ${to}`;
        if (hasEnd(state, oppositeOf(link))) return { state, observations: [] };
        const isMortal = isClocked(name) && isClocked(to) && world.clock!.lifetime !== 'unlimited';
        const packet = isMortal ? { ...effect.packet, 'sent at': was.read } : effect.packet;
        const packets = [...state.links[link]!, packet];
        return { state: { ...state, links: { ...state.links, [link]: packets } }, observations: [] };
      }
      case 'atomically':
        return effect.effects.reduce<Step<State>>(
          (so, part) => {
            const next = perform(so.state, name, part);
            return { state: next.state, observations: [...so.observations, ...next.observations] };
          },
          { state, observations: [] },
        );
      default:
        return become({}, [{ type: observedAs[effect.type], message: effect.message.id, process: name }]);
    }
  };

  const step = (state: State, action: Action): Step<State> => {
    switch (action.type) {
      case 'begin':
        return begin(state, action.role, action.event);
      case 'perform': {
        const [effect, ...pending] = state.roles[action.role]!.pending;
        const performed = perform(state, action.role, effect!);
        const now = { ...performed.state.roles[action.role]!, pending };
        return {
          ...performed,
          state: { ...performed.state, roles: { ...performed.state.roles, [action.role]: now } },
        };
      }
      case 'crash': {
        const { disk } = world.disks === 'kept' ? state.roles[action.role]! : fresh(action.role);
        const { clock } = state.roles[action.role]!;
        const away = pairs.flat().filter((link) => endsOf(link).from === action.role);
        const changed = away.map((link) => [link, [...state.links[link]!, end]] as const);
        const back = away.map((link) => oppositeOf(link)!);
        const unread = back.map(
          (link) =>
            [
              link,
              world.links === 'queue' ? [] : state.links[link]!.filter((packet) => !isEnd(packet)),
            ] as const,
        );
        return {
          state: {
            ...state,
            links: { ...state.links, ...Object.fromEntries([...changed, ...unread]) },
            roles: { ...state.roles, [action.role]: { ...fresh(action.role), disk, clock, up: false } },
            crashes: { ...state.crashes, [action.role]: state.crashes[action.role]! - 1 },
          },
          observations: [{ type: 'crashed', process: action.role }],
        };
      }
      case 'tick': {
        const was = state.roles[action.role]!;
        const roles = { ...state.roles, [action.role]: { ...was, clock: was.clock + 1 } };
        return { state: { ...state, roles }, observations: [] };
      }
      case 'reset': {
        const both = pairs.find(([one]) => one === action.connection)!;
        const broken = both.map((link) => [link, [...state.links[link]!, end]] as const);
        const links = { ...state.links, ...Object.fromEntries(broken) };
        return { state: { ...state, links, resets: state.resets - 1 }, observations: [] };
      }
      default: {
        const packets = state.links[action.link]!;
        const changed =
          action.type === 'lose' ? without(packets, action.packet) : [action.packet, ...packets];
        return { state: { ...state, links: { ...state.links, [action.link]: changed } }, observations: [] };
      }
    }
  };
  /** The bound, as in the coarser world: only what nothing in flight provoked is withheld. */
  const fits = (state: State, action: Action): boolean => {
    if (action.type !== 'duplicate' && (action.type !== 'begin' || 'from' in action.event)) return true;
    const { state: after } = step(state, action);
    const pending = action.type === 'begin' ? after.roles[action.role]!.pending : [];
    const all = pending.flatMap((effect) => linkOf(action, effect) ?? []);
    if (action.type === 'begin' && all.length === 0) return true;
    const sent = protocol.links.map((link) =>
      hasEnd(state, oppositeOf(link)) ? 0 : all.filter((other) => other === link).length,
    );
    return protocol.links.every(
      (link, index) =>
        after.links[link]!.filter((packet) => !isEnd(packet)).length + sent[index]! <= world.capacity,
    );
  };
  const linkOf = (action: Action, effect: Effect): string | undefined => {
    if (effect.type !== 'send' || !('role' in action)) return undefined;
    const only = protocol.links.find((link) => endsOf(link).from === action.role);
    return effect.to === undefined ? only : `${action.role} -> ${effect.to}`;
  };

  const all = (state: State): readonly Action[] => [
    ...eventsOf(state),
    ...ticksOf(state),
    ...faultsOf(state),
  ];
  return {
    name: `${protocol.name} in the ${world.name} world, effect by effect`,
    initial: {
      roles: Object.fromEntries(names.map((name) => [name, fresh(name)])),
      links: Object.fromEntries(protocol.links.map((link) => [link, []])),
      crashes: Object.fromEntries(names.map((name) => [name, world.crashes === 0 ? 0 : 1])),
      resets: Number(world.resets ?? 0),
      submitted: 0,
    },
    enabled: (state) => all(state).filter((action) => fits(state, action)),
    withheld: (state) => all(state).filter((action) => !fits(state, action)),
    step,
    natureOf: (action) =>
      action.type === 'perform' ||
      action.type === 'tick' ||
      (action.type === 'begin' && action.event.type !== 'submit')
        ? 'progress'
        : action.type === 'begin'
          ? 'choice'
          : 'fault',
    keyOf: (state) =>
      textOf(
        world.links === 'queue'
          ? state
          : {
              ...state,
              links: Object.values(state.links).map((packets) =>
                packets.map((packet) => textOf(packet)).sort(),
              ),
            },
      ),
    bound: 'effect by effect',
  };
};

/** What travels at the end of a connection. */
const end: Packet = { type: '(the end of the connection)' };
const isEnd = ({ type }: Packet): boolean => type === end.type;

const unstamped = (packet: Packet): Packet => {
  const { 'sent at': _, ...rest } = packet as Packet & { 'sent at'?: number };
  return rest;
};

const distinct = (packets: readonly Packet[]): readonly Packet[] => [
  ...new Map(packets.map((packet) => [textOf(packet), packet])).values(),
];

const without = (packets: readonly Packet[], packet: Packet): readonly Packet[] =>
  packets.toSpliced(
    packets.findIndex((other) => textOf(other) === textOf(packet)),
    1,
  );
