/**
 * Exactly once, but the ids are numbers from a counter that the sender keeps in memory.
 *
 * After a crash the counter starts again. The first new message gets the number of an old one, so the
 * receiver takes it for a duplicate, drops it and acknowledges it: lost, and even confirmed. An id must be
 * given when the message is created, and must not be made up by a process that can forget which it gave.
 */
import {
  accept,
  arm,
  atomically,
  confirm,
  deliver,
  protocol,
  remember,
  send,
  write,
} from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';

type Numbered = { number: number; message: Message };
type Data = { type: 'data' } & Numbered;
type Ack = { type: 'ack'; number: number };
type Sender = {
  disk: { outbox: readonly Numbered[] };
  memory: { next: number };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
type Receiver = { disk: { seen: readonly number[] }; sends: Ack; receives: Data };

const data = ({ number, message }: Numbered) => send<Data>({ type: 'data', number, message });
const ack = (number: number) => send<Ack>({ type: 'ack', number });

const sender: Role<Sender> = {
  disk: { outbox: [] },
  memory: { next: 0 },
  upon: {
    submit: ({ disk, memory: { next } }, message) => [
      remember({ next: next + 1 }), // forgotten in a crash
      write({ outbox: [...disk.outbox, { number: next, message }] }),
      accept(message),
      data({ number: next, message }),
      arm('retransmit'),
    ],
    receive: ({ disk }, { number }) => [
      write({ outbox: disk.outbox.filter((entry) => entry.number !== number) }),
      ...disk.outbox.filter((entry) => entry.number === number).map(({ message }) => confirm(message)),
    ],
    timeout: ({ disk }) => (disk.outbox.length > 0 ? [...disk.outbox.map(data), arm('retransmit')] : []),
    restart: ({ disk }) => (disk.outbox.length > 0 ? [arm('retransmit')] : []),
  },
};

const receiver: Role<Receiver> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk }, { number, message }) =>
      disk.seen.includes(number)
        ? [ack(number)]
        : [atomically(deliver(message), write({ seen: [...disk.seen, number] })), ack(number)],
  },
};

export const counterIds = protocol({
  name: 'counter-ids',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
