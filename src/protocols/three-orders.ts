/**
 * The order of effects is the guarantee: one receiver, three orders.
 *
 * Upon a new message a receiver has three things to do: hand it to the application, record that it has seen
 * it, and acknowledge it. When it may crash between any two of them, the order alone decides what it keeps.
 * The sender is that of at least once in all three.
 *
 * This is the dual-write problem in its smallest form: two durable effects, no transaction, and no order of
 * the two that is right (Lampson 1993: exactly once and an acknowledgement need a change of stable state
 * together with every message).
 */
import { atomically, deliver, protocol, write } from '../model/index.ts';
import type { Effects, Message, MessageId, Protocol, Role } from '../model/index.ts';
import { ack, sender } from './at-least-once.ts';
import type { Receiver } from './exactly-once.ts';

type Order = (message: Message, record: ReturnType<typeof write<Receiver['disk']>>) => Effects<Receiver>;

const receiverThat = (order: Order): Role<Receiver> => ({
  disk: { seen: [] },
  upon: {
    receive: ({ disk }, { message }) =>
      disk.seen.includes(message.id) ? [ack(message)] : order(message, recordOf(disk.seen, message)),
  },
});

const recordOf = (seen: readonly MessageId[], { id }: Message) => write({ seen: [...seen, id] });

const inTheOrder = (name: string, order: Order): Protocol =>
  protocol({
    name,
    roles: { sender, receiver: receiverThat(order) },
    links: ['sender -> receiver', 'receiver -> sender'],
  });

/** At least once: a crash after the delivery leaves no record of it. */
export const deliverThenRecord = inTheOrder('deliver-then-record', (message, record) => [
  deliver(message),
  record,
  ack(message),
]);

/** At most once: a crash after the record leaves nobody to deliver. */
export const recordThenDeliver = inTheOrder('record-then-deliver', (message, record) => [
  record,
  deliver(message),
  ack(message),
]);

/** Exactly once: a crash leaves both behind or neither. */
export const recordWithDelivery = inTheOrder('record-with-delivery', (message, record) => [
  atomically(deliver(message), record),
  ack(message),
]);
