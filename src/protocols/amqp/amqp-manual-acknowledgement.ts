/**
 * AMQP 0-9-1 with publisher confirms and manual acknowledgement, as in RabbitMQ: at least once.
 *
 * The broker confirms a message (`basic.ack`, to the publisher) when it is stored in a durable queue, and deletes
 * it when the consumer has acknowledged it (`basic.ack`, from the consumer), which that does after it has
 * processed it. When the consumer's connection breaks, the broker puts back what was unacknowledged, where it
 * was, and delivers it again with the flag `redelivered`. When the publisher's breaks, it publishes again what
 * was not confirmed: the broker cannot know that it is the same, and stores a second entry.
 *
 * Nothing is sent again inside a connection, for the transport is TCP; links that lose strand what they lose.
 *
 * Left out: exchanges, bindings and negative acknowledgements (to reject and requeue is what a break does);
 * numbers for delivery tags; a prefetch count above 1; mirrored queues; and a message that is published again
 * while it is still in the queue is not stored twice.
 */
import { deliver, protocol } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { ack, broker, consume, publisher } from './queue.ts';
import type { Ack, Consume, Deliver } from './queue.ts';

export type Consumer = { sends: Consume | Ack; receives: Deliver };

export const consumer: Role<Consumer> = {
  upon: {
    receive: (_, { message }) => [
      deliver(message),
      ack(message), // only now, when it is processed
    ],
    disconnect: () => [consume],
    restart: () => [consume],
  },
};

export const amqpManualAcknowledgement = protocol({
  name: 'amqp-manual-acknowledgement',
  roles: { publisher, broker, consumer },
  links: ['publisher -> broker', 'broker -> publisher', 'broker -> consumer', 'consumer -> broker'],
  connections: ['publisher <-> broker', 'broker <-> consumer'],
});
