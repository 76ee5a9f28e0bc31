/**
 * Stop and wait, but the acknowledgement does not say what it acknowledges.
 *
 * The sender takes any acknowledgement for that of the message under way. One early timeout makes two
 * acknowledgements of the first message, and the second of them confirms the next message, which may just
 * have been lost.
 */
import { confirm, deliver, protocol, remember, send } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';
import type { Data } from '../at-least-once.ts';
import { sendFirst, sender as right } from '../stop-and-wait.ts';

type Ack = { type: 'ack' };
type Sender = {
  memory: { waiting: readonly Message[] };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
type Receiver = { sends: Ack; receives: Data };

const sender: Role<Sender> = {
  ...right,
  upon: {
    ...right.upon,
    receive: ({ memory: { waiting } }) => {
      const [first, ...others] = waiting;
      return first === undefined ? [] : [remember({ waiting: others }), confirm(first), ...sendFirst(others)];
    },
  },
};

const receiver: Role<Receiver> = {
  upon: {
    receive: (_, { message }) => [deliver(message), send({ type: 'ack' })],
  },
};

export const anonymousAcknowledgement = protocol({
  name: 'anonymous-acknowledgement',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
