/**
 * At least once: the receiver acknowledges each message; when the acknowledgement does not come in time, the
 * message is sent again. So it arrives, and may arrive more than once.
 *
 * The sender keeps on disk what is not yet acknowledged, and accepts a message only when it is there. The
 * acknowledgement names the message, and is sent only after the delivery. "In time" is a timer about whose
 * duration nothing is assumed: it may fire early, late, and again and again.
 *
 * Left out: backing off between tries (timers here have no durations) and giving up (it would be a loss).
 */
import { accept, arm, confirm, deliver, protocol, send, write } from '../model/index.ts';
import type { Message, MessageId, Role } from '../model/index.ts';

export type Data = { type: 'data'; message: Message };
export type Ack = { type: 'ack'; id: MessageId };
export type Sender = {
  disk: { outbox: readonly Message[] };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
export type Receiver = { sends: Ack; receives: Data };

export const data = (message: Message) => send<Data>({ type: 'data', message });
export const ack = ({ id }: Message) => send<Ack>({ type: 'ack', id });

export const sender: Role<Sender> = {
  disk: { outbox: [] },
  upon: {
    submit: ({ disk }, message) => [
      write({ outbox: [...disk.outbox, message] }),
      accept(message), // only now, when a crash can no longer lose it
      data(message),
      arm('retransmit'),
    ],
    receive: ({ disk }, { id }) => [
      write({ outbox: disk.outbox.filter((message) => message.id !== id) }),
      ...disk.outbox.filter((message) => message.id === id).map(confirm),
    ],
    timeout: ({ disk }) => (disk.outbox.length > 0 ? [...disk.outbox.map(data), arm('retransmit')] : []),
    restart: ({ disk }) => (disk.outbox.length > 0 ? [arm('retransmit')] : []),
  },
};

export const receiver: Role<Receiver> = {
  upon: {
    receive: (_, { message }) => [
      deliver(message),
      ack(message), // only now, when it can no longer be missed
    ],
  },
};

export const atLeastOnce = protocol({
  name: 'at-least-once',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
