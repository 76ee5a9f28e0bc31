import type { LinkName, Packet, RoleName } from './message.ts';
import type { Event } from './role.ts';

/** A role answers an event, and all of its effects happen. */
export type Answered = Event & { readonly role: RoleName };

/** A role answers an event, but only the first `cut` effects happen before it crashes. */
export interface Crash {
  readonly type: 'crash';
  readonly role: RoleName;
  readonly event: Event;
  readonly cut: number;
}

/** A link loses, or duplicates, a packet. */
export interface PacketFault {
  readonly type: 'lose' | 'duplicate';
  readonly link: LinkName;
  readonly packet: Packet;
}

/** A link is cut off and moves nothing until it heals. */
export interface LinkFault {
  readonly type: 'partition' | 'heal';
  readonly link: LinkName;
}

/**
 * One step of a world. It is plain data and carries what it is about (the packet, the cut), never an index:
 * so a trace reads by itself, survives the removal of another of its steps, and is a file.
 */
export type Action = Answered | Crash | PacketFault | LinkFault;

export const actionTypes = [
  'submit',
  'receive',
  'timeout',
  'restart',
  'heal',
  'lose',
  'duplicate',
  'crash',
  'partition',
] as const satisfies readonly Action['type'][];

/**
 * Whose choice a step is.
 *
 * - `progress`     taken in the end when it stays possible: arrivals, timeouts, restarts, healing
 * - `application`  the next submission, which may never come
 * - `fault`        never owed to anybody
 */
export type Nature = 'progress' | 'application' | 'fault';

export const natureOf = ({ type }: Action): Nature => {
  switch (type) {
    case 'submit':
      return 'application';
    case 'receive':
    case 'timeout':
    case 'restart':
    case 'heal':
      return 'progress';
    case 'lose':
    case 'duplicate':
    case 'crash':
    case 'partition':
      return 'fault';
  }
};
