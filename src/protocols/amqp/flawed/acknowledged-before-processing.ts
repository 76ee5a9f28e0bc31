/**
 * AMQP 0-9-1 with manual acknowledgement, but acknowledged before the message is processed.
 *
 * The broker deletes it, the consumer crashes over its work, and there is nothing to put back.
 */
import { deliver, protocol } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { consumer as right } from '../amqp-manual-acknowledgement.ts';
import type { Consumer } from '../amqp-manual-acknowledgement.ts';
import { ack, broker, publisher } from '../queue.ts';

const consumer: Role<Consumer> = {
  ...right,
  upon: {
    ...right.upon,
    receive: (_, { message }) => [
      ack(message), // too early
      deliver(message),
    ],
  },
};

export const acknowledgedBeforeProcessing = protocol({
  name: 'acknowledged-before-processing',
  roles: { publisher, broker, consumer },
  links: ['publisher -> broker', 'broker -> publisher', 'broker -> consumer', 'consumer -> broker'],
  connections: ['publisher <-> broker', 'broker <-> consumer'],
});
