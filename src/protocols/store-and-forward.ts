/**
 * Store and forward: a producer, a broker and a consumer, each hop at least once.
 *
 * The producer is the sender of at least once. The broker stores a message on its disk before it
 * acknowledges it, and sends it on until the consumer acknowledges in turn. Ownership moves with the
 * acknowledgement: from then on the message survives the loss of the producer. The consumer is the receiver
 * of at least once.
 *
 * A confirmation here means "the broker has it", not "it was delivered": compare the two guarantees
 * honest confirmation, which holds, and confirmed means delivered, which does not.
 *
 * Left out: several consumers, and a broker that filters duplicates.
 */
import { arm, protocol, send, write } from '../model/index.ts';
import type { Message, Role } from '../model/index.ts';
import { receiver as consumer, sender as producer } from './at-least-once.ts';
import type { Ack, Data } from './at-least-once.ts';

export type Broker = {
  disk: { stored: readonly Message[] };
  sends: Data | Ack;
  receives: Data | Ack;
  timer: 'redeliver';
};

export const toProducer = ({ id }: Message) => send<Ack>({ type: 'ack', id }, 'producer');
export const toConsumer = (message: Message) => send<Data>({ type: 'data', message }, 'consumer');

/** Takes a message over from the producer. */
const take = ({ stored }: Broker['disk'], message: Message) => [
  write({ stored: [...stored.filter(({ id }) => id !== message.id), message] }),
  toProducer(message), // only now: with the acknowledgement the message becomes the broker's
  toConsumer(message),
  arm('redeliver'),
];

export const broker: Role<Broker> = {
  disk: { stored: [] },
  upon: {
    receive: ({ disk }, packet) =>
      packet.type === 'data'
        ? take(disk, packet.message)
        : [write({ stored: disk.stored.filter(({ id }) => id !== packet.id) })],
    timeout: ({ disk }) => (disk.stored.length > 0 ? [...disk.stored.map(toConsumer), arm('redeliver')] : []),
    restart: ({ disk }) => (disk.stored.length > 0 ? [arm('redeliver')] : []),
  },
};

export const storeAndForward = protocol({
  name: 'store-and-forward',
  roles: { producer, broker, consumer },
  links: ['producer -> broker', 'broker -> producer', 'broker -> consumer', 'consumer -> broker'],
});
