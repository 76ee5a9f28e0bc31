import type { Effect } from '../../model/effect.ts';
import type { Message, Packet, RoleName } from '../../model/message.ts';
import { placeOf } from '../../model/place.ts';
import { protocol as protocolOf } from '../../model/protocol.ts';
import type { Protocol } from '../../model/protocol.ts';
import type { AnyRole, Event, Played } from '../../model/role.ts';
import { ImplementationError } from '../implementation.ts';
import type { Implementation, Instance, PlayedRole } from '../implementation.ts';
import { byHistory } from './histories.ts';
import { bySnapshot, diskAfter, playerOf } from './playing.ts';
import type { Memory, Player, Shown } from './playing.ts';
import { processesOf } from './processes.ts';
import type { Processes } from './processes.ts';
import { isLater, thenDo } from './sooner.ts';
import type { Sooner } from './sooner.ts';

/** An implementation in the form of a protocol, so that it can be placed into the worlds of the models. */
export interface Embodied {
  /** Its roles answer by asking running code, each question once. */
  readonly protocol: Protocol;
  /** Whether equal states can be recognised, so that all of them can be visited: every role shows snapshots. */
  readonly isVisitable: boolean;
  /** Stops every process. */
  readonly close: () => Sooner<void>;
}

export interface EmbodyOptions {
  /** The protocol whose roles the implementation takes the place of; the others stay those of the protocol. */
  readonly within?: Protocol | undefined;
  /** What all that the code decides by chance comes from. */
  readonly seed?: number;
}

/**
 * Gives an implementation the form of a protocol: so it meets the very same worlds as a model, with the same
 * steps in the same order, and every cut of its answers. A role is asked what it would do by bringing one of
 * its processes to where it stands: by its snapshot where it shows one, by its history where it does not.
 *
 * Code that answers at once gives a protocol like any other. Where code takes its time, steps throw
 * `StillToCome`: see `throughout`.
 *
 * @throws ImplementationError when a role cannot be started, or does on its first start what it cannot do yet
 * @throws ProtocolError when roles and links do not fit together
 * @example
 * const { protocol, close } = await embody(implementation);
 * compose(protocol, worlds.crashing).enabled(…);
 */
export const embody = (
  implementation: Implementation,
  { within, seed = 1 }: EmbodyOptions = {},
): Sooner<Embodied> => {
  const { name, links, roles } = implementation;
  const { connections } = links.length > 0 ? implementation : (within ?? {});
  const stage: Protocol = {
    name,
    roles: { ...within?.roles, ...mapped(roles, () => ({ upon: {} })) },
    links: links.length > 0 ? links : (within?.links ?? []),
    ...(connections === undefined ? {} : { connections }),
  };
  const processes = mapped(roles, (_, role) =>
    processesOf(implementation, role, { seed, peers: placeOf(stage, role).peers }),
  );
  const playing = Object.entries(roles).map(([role, played]) =>
    thenDo(roleOf(role, played, processes[role]!), (made) => [role, made] as const),
  );
  return thenDo(all(playing), (played) => ({
    protocol: protocolOf({ ...stage, roles: { ...stage.roles, ...Object.fromEntries(played) } } as Protocol),
    isVisitable: Object.values(roles).every(({ snapshots }) => snapshots === true),
    close: () => thenDo(all(Object.values(processes).map(({ stopAll }) => stopAll())), () => undefined),
  }));
};

const roleOf = (role: RoleName, played: PlayedRole, processes: Processes): Sooner<AnyRole> => {
  const ways = (played.snapshots === true ? bySnapshot : byHistory)(role, processes);
  const player = playerOf(role, ways);
  const disk = played.disk ?? {};
  return thenDo(processes.start(disk, 0), (instance) => {
    const opened = openingOf(role, instance);
    const held = diskAfter(disk, opened.effects);
    return thenDo(player.newborn(instance, { disk, held }), (memory) =>
      made(player, played, held, memory, opened.armed),
    );
  });
};

/** On its first start a role finds no world yet in which it could do more than prepare itself. */
const openingOf = (role: RoleName, { opening = [] }: Instance) => {
  const effects = opening.flatMap((effect): readonly Effect[] =>
    effect.type === 'atomically' ? effect.effects : [effect],
  );
  const timers = new Set<string>();
  const delays: Record<string, number> = {};
  for (const effect of effects) {
    if (effect.type === 'arm') {
      timers.add(effect.timer);
      if (effect.delay !== undefined) delays[effect.timer] = effect.delay;
    } else if (effect.type !== 'write')
      throw new ImplementationError(
        role,
        `does a ${effect.type} as it is started for the first time: until then it may write and arm timers only`,
      );
  }
  return { effects, armed: { timers: [...timers].sort(), delays } };
};

const made = (
  { answer, reborn, identityOf }: Player,
  { submits = false }: PlayedRole,
  disk: object,
  memory: Memory,
  armed: Pick<Played, 'timers' | 'delays'>,
): AnyRole => {
  const upon = (shown: Shown, event: Event): readonly Effect[] => answer(shown, event).effects;
  return {
    disk,
    memory,
    upon: {
      ...(submits
        ? { submit: (shown: Shown, message: Message) => upon(shown, { type: 'submit', message }) }
        : {}),
      receive: (shown: Shown, packet: Packet, from) => upon(shown, { type: 'receive', from, packet }),
      timeout: (shown: Shown, timer: string) => upon(shown, { type: 'timeout', timer }),
      disconnect: (shown: Shown, from) => upon(shown, { type: 'disconnect', from }),
      restart: (shown: Shown) => upon(shown, { type: 'restart' }),
    },
    played: {
      ...armed,
      memoryAfter: (shown: Shown, event) => answer(shown, event).after,
      memoryReborn: (before: Memory) => reborn(before),
      ...(identityOf && { identityOf }),
    },
  };
};

const mapped = <From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));

/** All of them, one after the other. Where one fails, the others that have begun may fail unheard. */
const all = <T>(values: readonly Sooner<T>[]): Sooner<readonly T[]> => {
  for (const value of values) if (isLater(value)) value.catch(() => undefined);
  return values.reduce<Sooner<readonly T[]>>(
    (before, value) => thenDo(before, (list) => thenDo(value, (next) => [...list, next])),
    [],
  );
};
