/**
 * Pipelined retransmission: every message is under way at once, and is sent again until it is acknowledged.
 *
 * What most hand-written retry loops are: the unacknowledged messages live in memory. It survives loss,
 * duplication, reordering and a crash of the receiver, but a crash of the sender loses what it had accepted.
 * Compare `at-least-once.ts`, where the same list lives on disk. The receiver is that of at least once.
 *
 * Left out: a window that bounds how many are under way.
 */
import { accept, arm, confirm, protocol, remember } from '../model/index.ts';
import type { Message, Role } from '../model/index.ts';
import { data, receiver } from './at-least-once.ts';
import type { Ack, Data } from './at-least-once.ts';

export type Sender = {
  memory: { unacknowledged: readonly Message[] };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};

export const sender: Role<Sender> = {
  memory: { unacknowledged: [] },
  upon: {
    submit: ({ memory }, message) => [
      remember({ unacknowledged: [...memory.unacknowledged, message] }),
      accept(message),
      data(message),
      arm('retransmit'),
    ],
    receive: ({ memory }, { id }) => [
      remember({ unacknowledged: memory.unacknowledged.filter((message) => message.id !== id) }),
      ...memory.unacknowledged.filter((message) => message.id === id).map(confirm),
    ],
    timeout: ({ memory }) =>
      memory.unacknowledged.length > 0 ? [...memory.unacknowledged.map(data), arm('retransmit')] : [],
  },
};

export const pipelinedRetransmission = protocol({
  name: 'pipelined-retransmission',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
