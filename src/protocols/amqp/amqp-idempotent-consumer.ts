/**
 * AMQP 0-9-1 with publisher confirms, manual acknowledgement, and a consumer that knows what it has seen: exactly
 * once.
 *
 * Publisher and broker are those of `amqp-manual-acknowledgement.ts` and repeat themselves. The consumer records the
 * id of each message, given by the publisher's application, in one step with its effect, and asks the record each
 * time. It does not ask the flag `redelivered`: that speaks of the broker's entry, not of the message.
 *
 * Left out: what `amqp-manual-acknowledgement.ts` leaves out, and forgetting what was seen.
 */
import { atomically, deliver, protocol, write } from '../../model/index.ts';
import type { MessageId, Role } from '../../model/index.ts';
import { ack, broker, consume, publisher } from './queue.ts';
import type { Ack, Consume, Deliver } from './queue.ts';

export type Consumer = {
  disk: { seen: readonly MessageId[] };
  sends: Consume | Ack;
  receives: Deliver;
};

export const consumer: Role<Consumer> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk: { seen } }, { message }) => [
      ...(seen.includes(message.id)
        ? []
        : [atomically(deliver(message), write({ seen: [...seen, message.id] }))]),
      ack(message),
    ],
    disconnect: () => [consume],
    restart: () => [consume],
  },
};

export const amqpIdempotentConsumer = protocol({
  name: 'amqp-idempotent-consumer',
  roles: { publisher, broker, consumer },
  links: ['publisher -> broker', 'broker -> publisher', 'broker -> consumer', 'consumer -> broker'],
  connections: ['publisher <-> broker', 'broker <-> consumer'],
});
