/**
 * Pipelined retransmission, but the sender gives up after two tries, without a word.
 *
 * A bounded number of tries is no at least once on a link that loses: whatever the bound, so many packets can
 * be lost. Giving up would be no lie had the sender said so (`abandon`).
 */
import { accept, arm, protocol, remember } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';
import { data, receiver } from '../at-least-once.ts';
import { sender as right } from '../pipelined-retransmission.ts';
import type { Ack, Data } from '../at-least-once.ts';

type Sender = {
  memory: { unacknowledged: readonly Message[]; tries: number };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};

const most = 2;

const sender: Role<Sender> = {
  memory: { unacknowledged: [], tries: 0 },
  upon: {
    ...right.upon,
    submit: ({ memory }, message) => [
      remember({ unacknowledged: [...memory.unacknowledged, message], tries: 1 }),
      accept(message),
      data(message),
      arm('retransmit'),
    ],
    timeout: ({ memory: { unacknowledged, tries } }) =>
      tries < most
        ? [remember({ tries: tries + 1 }), ...unacknowledged.map(data), arm('retransmit')]
        : [remember({ unacknowledged: [] })],
  },
};

export const givesUp = protocol({
  name: 'gives-up',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
