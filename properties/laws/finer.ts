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
}
interface State {
  readonly roles: Readonly<Record<string, Role>>;
  readonly links: Readonly<Record<string, readonly Packet[]>>;
  readonly crashes: Readonly<Record<string, number>>;
  readonly submitted: number;
}
type Action =
  | { readonly type: 'begin'; readonly role: string; readonly event: Event }
  | { readonly type: 'perform' | 'crash'; readonly role: string }
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
  });
  const arrivable = (packets: readonly Packet[]): readonly Packet[] =>
    world.links === 'queue' ? packets.slice(0, 1) : distinct(packets);

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
          .flatMap(({ from, packets }) =>
            arrivable(packets).map((packet) => begin({ type: 'receive', from, packet })),
          ),
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
  ];

  const begin = (state: State, name: string, event: Event): Step<State> => {
    const was = state.roles[name]!;
    const { upon } = role(name);
    const shown = { disk: was.disk, memory: event.type === 'restart' ? fresh(name).memory : was.memory };
    const pending =
      event.type === 'submit'
        ? upon.submit?.(shown, event.message)
        : event.type === 'receive'
          ? upon.receive?.(shown, event.packet, event.from)
          : event.type === 'timeout'
            ? upon.timeout?.(shown, event.timer)
            : upon.restart?.(shown);
    const timers =
      event.type === 'timeout' ? was.timers.filter((timer) => timer !== event.timer) : was.timers;
    const link = event.type === 'receive' ? `${event.from} -> ${name}` : '';
    const observations: readonly Observation[] =
      event.type === 'submit'
        ? [{ type: 'submitted', message: event.message.id, process: name }]
        : event.type === 'restart'
          ? [{ type: 'restarted', process: name }]
          : [];
    return {
      state: {
        ...state,
        roles: { ...state.roles, [name]: { ...was, ...shown, up: true, timers, pending: pending ?? [] } },
        links:
          event.type === 'receive'
            ? { ...state.links, [link]: without(state.links[link]!, event.packet) }
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
        const packets = [...state.links[link]!, effect.packet];
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
        return {
          state: {
            ...state,
            roles: { ...state.roles, [action.role]: { ...fresh(action.role), disk, up: false } },
            crashes: { ...state.crashes, [action.role]: state.crashes[action.role]! - 1 },
          },
          observations: [{ type: 'crashed', process: action.role }],
        };
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
    if (action.type !== 'duplicate' && (action.type !== 'begin' || action.event.type === 'receive'))
      return true;
    const { state: after } = step(state, action);
    const pending = action.type === 'begin' ? after.roles[action.role]!.pending : [];
    const sent = protocol.links.map(
      (link) => pending.filter((effect) => linkOf(action, effect) === link).length,
    );
    if (action.type === 'begin' && sent.every((count) => count === 0)) return true;
    return protocol.links.every((link, index) => after.links[link]!.length + sent[index]! <= world.capacity);
  };
  const linkOf = (action: Action, effect: Effect): string | undefined => {
    if (effect.type !== 'send' || !('role' in action)) return undefined;
    const only = protocol.links.find((link) => endsOf(link).from === action.role);
    return effect.to === undefined ? only : `${action.role} -> ${effect.to}`;
  };

  const all = (state: State): readonly Action[] => [...eventsOf(state), ...faultsOf(state)];
  return {
    name: `${protocol.name} in the ${world.name} world, effect by effect`,
    initial: {
      roles: Object.fromEntries(names.map((name) => [name, fresh(name)])),
      links: Object.fromEntries(protocol.links.map((link) => [link, []])),
      crashes: Object.fromEntries(names.map((name) => [name, world.crashes === 0 ? 0 : 1])),
      submitted: 0,
    },
    enabled: (state) => all(state).filter((action) => fits(state, action)),
    withheld: (state) => all(state).filter((action) => !fits(state, action)),
    step,
    natureOf: (action) =>
      action.type === 'perform' || (action.type === 'begin' && action.event.type !== 'submit')
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

const distinct = (packets: readonly Packet[]): readonly Packet[] => [
  ...new Map(packets.map((packet) => [textOf(packet), packet])).values(),
];

const without = (packets: readonly Packet[], packet: Packet): readonly Packet[] =>
  packets.toSpliced(
    packets.findIndex((other) => textOf(other) === textOf(packet)),
    1,
  );
