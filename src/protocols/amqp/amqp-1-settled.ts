/**
 * AMQP 1.0 with deliveries that are settled when they are sent (snd-settle-mode "settled"): at most once.
 *
 * The sender forgets a delivery as it sends it, and the receiver has nothing to answer. The transport is TCP:
 * nothing comes twice, and what is on its way when the connection breaks is lost.
 *
 * Left out: attaching the link, since neither side has anything to compare; sessions, windows, credit.
 */
import { accept, deliver, protocol } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { transfer } from './link.ts';
import type { Transfer } from './link.ts';

const sender: Role<{ sends: Transfer }> = {
  upon: {
    submit: (_, message) => [accept(message), transfer(message, true)],
  },
};

const receiver: Role<{ receives: Transfer }> = {
  upon: {
    receive: (_, { message }) => [deliver(message)],
  },
};

export const amqp1Settled = protocol({
  name: 'amqp-1-settled',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
  connections: ['sender <-> receiver'],
});
