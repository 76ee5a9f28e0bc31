import type { AnyRole } from '../../model/role.ts';
import type { Protocol } from '../../model/protocol.ts';
import type { Effect } from '../../model/effect.ts';
import { frozenCopy } from '../../model/plain.ts';
import type { RoleName } from '../../model/message.ts';
import { ImplementationError } from '../implementation.ts';
import type { AskedEvent, Implementation, Instance } from '../implementation.ts';

/** What shows of a role that is played by a process of its own. */
export interface FromRolesOptions {
  /** Which roles it plays: all of them, if left out. */
  readonly roles?: readonly RoleName[];
  /** Whether it shows its memory, so that all states can be visited. It does if left out. */
  readonly snapshots?: boolean;
}

/**
 * The pure roles of a protocol as an implementation: a process for each, with a disk and a memory of its own.
 *
 * @throws ImplementationError of a role that reads a clock: running code is given none
 * @example
 * simulate(fromRoles(exactlyOnce), worlds.hostile, …);
 */
export const fromRoles = (
  protocol: Protocol,
  { roles = Object.keys(protocol.roles), snapshots = true }: FromRolesOptions = {},
): Implementation => ({
  name: protocol.name,
  links: protocol.links,
  ...(protocol.connections === undefined ? {} : { connections: protocol.connections }),
  roles: Object.fromEntries(
    roles.map((role) => {
      const { disk = {}, upon, clock } = protocol.roles[role]!;
      if (clock === true)
        throw new ImplementationError(
          role,
          'reads a clock, which no running code is given: it would stand still',
        );
      return [role, { disk, submits: upon.submit !== undefined, snapshots }];
    }),
  ),
  start: (role, { disk }) => processOf(protocol.roles[role]!, disk),
});

const processOf = (role: AnyRole, held: object): Instance => {
  let state = { disk: held, memory: role.memory ?? {} };
  return {
    answer: (event) => {
      const effects = answerOf(role, state, event);
      state = effects.reduce(after, state);
      return effects;
    },
    stop: () => undefined,
    snapshot: () => state.memory,
    restore: (memory, disk) => {
      state = { disk, memory: frozenCopy(memory) as object };
    },
  };
};

const answerOf = ({ upon }: AnyRole, state: Held, event: AskedEvent): readonly Effect[] => {
  switch (event.type) {
    case 'submit':
      return upon.submit?.(state, event.message) ?? [];
    case 'receive':
      return upon.receive?.(state, event.packet, event.from) ?? [];
    case 'timeout':
      return upon.timeout?.(state, event.timer) ?? [];
    case 'disconnect':
      return upon.disconnect?.(state, event.from) ?? [];
    case 'restart':
      return upon.restart?.(state) ?? [];
  }
};

interface Held {
  readonly disk: object;
  readonly memory: object;
}

const after = (state: Held, effect: Effect): Held => {
  switch (effect.type) {
    case 'write':
      return { ...state, disk: { ...state.disk, ...effect.disk } };
    case 'remember':
      return { ...state, memory: { ...state.memory, ...effect.memory } };
    case 'atomically':
      return effect.effects.reduce(after, state);
    default:
      return state;
  }
};
