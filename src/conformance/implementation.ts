import { ProtocolError } from '../model/errors.ts';
import type { Effect } from '../model/effect.ts';
import type { ConnectionName, LinkName, RoleName } from '../model/message.ts';
import type { Event } from '../model/role.ts';

/**
 * What an implementation is asked to answer. That a process goes on after a pause, or that a clock ticks, is not
 * for it to know.
 */
export type AskedEvent = Exclude<Event, { readonly type: 'resume' | 'tick' }>;

/**
 * A process of an implementation: it answers one event at a time with the ordered list of its effects. It is
 * asked in the order in which things happen to it, never before it has answered the last event, and never
 * again once it is stopped. A crash lets the first of the effects happen and stops the process: so what it
 * would have done after the cut is known, and has no consequences.
 */
export interface Instance {
  /**
   * What it does as it starts, before any event: on the first start it may write and arm timers and nothing
   * else; on a later one the effects come before those of `restart`.
   */
  readonly opening?: readonly Effect[];
  /**
   * The effects with which it answers, in order, as plain data that nobody changes afterwards; an effect `arm` may carry a `delay` in virtual milliseconds.
   *
   * @throws ImplementationError when it cannot, and says why
   */
  answer(event: AskedEvent): readonly Effect[] | Promise<readonly Effect[]>;
  /** Ends it: it crashed, or it is no longer needed. Whatever it still does is ignored. */
  stop(): void | Promise<void>;
  /** All of its memory as plain data (or a promise of it), where it can show it: equal memories are then one state. */
  snapshot?(): unknown;
  /** Makes a memory, as shown by a process of the same role, its own, and goes on with what its disk then held. */
  restore?(snapshot: unknown, disk: object): void | Promise<void>;
}

/** What a process finds when it is started. */
export interface Circumstances {
  /** What its disk holds: frozen plain data. */
  readonly disk: object;
  /** For whatever it decides by chance. Different in each incarnation. */
  readonly seed: number;
  /** How often the role had been started before: 0 the first time. Always 0 of a role that shows snapshots. */
  readonly incarnation: number;
  /** The roles to which a link leads from it. */
  readonly peers: readonly RoleName[];
}

/** A role that an implementation plays. */
export interface PlayedRole {
  /** Whether the application submits messages to it. */
  readonly submits?: boolean;
  /** What its disk holds before it is started for the first time: nothing, if left out. */
  readonly disk?: object;
  /** Whether its instances have `snapshot` and `restore`: with them every state can be visited. */
  readonly snapshots?: boolean;
}

/**
 * Real code that takes the place of one or more roles of a protocol.
 *
 * @example
 * const implementation: Implementation = {
 *   name: 'my queue',
 *   roles: { sender: { submits: true }, receiver: {} },
 *   links: ['sender -> receiver', 'receiver -> sender'],
 *   start: (role, { disk }) => new Worker(role, disk),
 * };
 */
export interface Implementation {
  readonly name: string;
  readonly roles: Readonly<Record<RoleName, PlayedRole>>;
  /** Empty where a protocol is filled up with it: then the links are those of the protocol. */
  readonly links: readonly LinkName[];
  /** The pairs of its links that are connections; by default none. */
  readonly connections?: readonly ConnectionName[];
  /** How many processes of one role may exist at the same time: 16, if left out. */
  readonly processes?: number;
  /** Starts a process of a role. */
  start(role: RoleName, circumstances: Circumstances): Instance | Promise<Instance>;
}

/**
 * An implementation is not what it must be: it cannot be started, does not answer, answers in no effects, or
 * answers the same twice in different ways. No verdict can be given then: exit code 2 of the command.
 */
export class ImplementationError extends ProtocolError {
  override readonly name = 'ImplementationError';
  readonly role: RoleName;

  constructor(role: RoleName, complaint: string, cause?: unknown) {
    super(`role "${role}" ${complaint}`, cause === undefined ? {} : { cause });
    this.role = role;
  }
}
