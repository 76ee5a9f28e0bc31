import type { ConnectionName, LinkName, Packet, RoleName } from './message.ts';
import type { Event } from './role.ts';

/** A role answers an event, and all of its effects happen. */
export type Answered = Event & { readonly role: RoleName };

/** A role answers an event, but only the first `cut` effects happen before it crashes, or pauses. */
export interface CutShort {
  readonly type: 'crash' | 'pause';
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

/** A connection breaks: each end may still read some of what was sent to it, until it learns of it. */
export interface ConnectionFault {
  readonly type: 'reset';
  readonly connection: ConnectionName;
}

/**
 * One step of a world. It is plain data and carries what it is about (the packet, the cut), never an index:
 * so a trace reads by itself, survives the removal of another of its steps, and is a file.
 */
export type Action = Answered | CutShort | PacketFault | LinkFault | ConnectionFault;

export const actionTypes = [
  'submit',
  'receive',
  'timeout',
  'disconnect',
  'restart',
  'resume',
  'tick',
  'heal',
  'lose',
  'duplicate',
  'pause',
  'crash',
  'partition',
  'reset',
] as const satisfies readonly Action['type'][];

/**
 * Whose choice a step is.
 *
 * - `progress`  taken in the end when it stays possible: arrivals, timeouts, restarts, resuming, ticks, healing
 * - `choice`    may happen or not: the next submission, a pause
 * - `fault`     strikes or does not, and never has to
 */
export type Nature = 'progress' | 'choice' | 'fault';

export const natureOf = ({ type }: Action): Nature => {
  switch (type) {
    case 'submit':
    case 'pause':
      return 'choice';
    case 'receive':
    case 'timeout':
    case 'disconnect':
    case 'restart':
    case 'resume':
    case 'tick':
    case 'heal':
      return 'progress';
    case 'lose':
    case 'duplicate':
    case 'crash':
    case 'partition':
    case 'reset':
      return 'fault';
  }
};
