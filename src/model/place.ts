import type { Effect } from './effect.ts';
import type { RoleName } from './message.ts';
import { endsOf } from './protocol.ts';
import type { Protocol } from './protocol.ts';
import type { AnyRole } from './role.ts';
import type { Clock } from './world.ts';

/** A running role: what its disk holds, and what a crash would wipe out. */
export interface Process {
  readonly up: boolean;
  readonly disk: object;
  readonly memory: object;
  /** The armed timers, sorted. */
  readonly timers: readonly string[];
  /** What it still has to do, in order, if it paused in the middle of an answer. */
  readonly pending: readonly Effect[];
  /** What its clock shows, if it has one that goes. */
  readonly clock?: number;
  /** What its clock showed when it began the answer in which it paused. */
  readonly read?: number;
}

/** A role in its place: its name, and the roles to which a link leads from it. */
export interface Place {
  readonly name: RoleName;
  readonly role: AnyRole;
  readonly peers: readonly RoleName[];
  /** The clock that it reads, if it does and clocks go in its world. */
  readonly clock: Clock | undefined;
}

/** The place of a role in its protocol; how the clocks of the world go, if they do. */
export const placeOf = ({ roles, links }: Protocol, name: RoleName, clock?: Clock): Place => ({
  name,
  role: roles[name]!,
  clock: roles[name]!.clock === true ? clock : undefined,
  peers: links
    .map(endsOf)
    .filter(({ from }) => from === name)
    .map(({ to }) => to),
});

/** A process that has just been started for the first time. */
export const started = ({ role, clock }: Place): Process => ({
  up: true,
  disk: role.disk ?? {},
  memory: role.memory ?? {},
  timers: role.played?.timers ?? [],
  pending: [],
  ...(clock === undefined ? {} : { clock: 0 }),
});
