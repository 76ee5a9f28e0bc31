/**
 * AMQP 0-9-1 with an idempotent consumer, but one that looks into its record only when the flag `redelivered` is
 * set.
 *
 * It saves a look-up for every message that "has not been seen before". But the flag is about deliveries by the
 * broker. A publisher whose confirm was lost publishes the message again, the broker stores another entry, and
 * that has never been delivered.
 */
import { atomically, deliver, protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { consumer as right } from '../amqp-idempotent-consumer.ts';
import type { Consumer } from '../amqp-idempotent-consumer.ts';
import { ack, broker, publisher } from '../queue.ts';

const consumer: Role<Consumer> = {
  ...right,
  upon: {
    ...right.upon,
    receive: ({ disk: { seen } }, { redelivered, message }) => [
      ...(redelivered && seen.includes(message.id) // the flag says too little
        ? []
        : [atomically(deliver(message), write({ seen: [...seen, message.id] }))]),
      ack(message),
    ],
  },
};

export const trustingTheRedeliveredFlag = protocol({
  name: 'trusting-the-redelivered-flag',
  roles: { publisher, broker, consumer },
  links: ['publisher -> broker', 'broker -> publisher', 'broker -> consumer', 'consumer -> broker'],
  connections: ['publisher <-> broker', 'broker <-> consumer'],
});
