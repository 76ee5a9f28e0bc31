/**
 * A visibility timeout, but the consumer deletes the message before it processes it, so that nobody else can.
 *
 * It is the cure that many find for messages that are processed twice, and it is at most once: a consumer that
 * crashes between the two takes the message with it.
 */
import { deliver, protocol } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { queue, remove } from '../visibility-timeout.ts';
import type { Consumer } from '../visibility-timeout.ts';

const consumer: Role<Consumer> = {
  upon: {
    receive: (_, { message }) => [
      remove(message), // too early
      deliver(message),
    ],
  },
};

export const deleteBeforeProcessing = protocol({
  name: 'delete-before-processing',
  roles: { queue, first: consumer, second: consumer },
  links: ['queue -> first', 'first -> queue', 'queue -> second', 'second -> queue'],
});
