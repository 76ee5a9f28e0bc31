/**
 * A lease without an end: a message that was given to a consumer is never given to another one.
 *
 * It is what a table with a column "taken by" comes to, without a rule for rows whose taker is gone. Nobody
 * processes a message twice, and nobody processes that of a consumer that crashed. Only a queue that crashed
 * itself, and does not know any more what it has given, gives everything once more.
 */
import { accept, protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { consumer, give, queue as right } from '../visibility-timeout.ts';
import type { Queue } from '../visibility-timeout.ts';

const queue: Role<Queue> = {
  ...right,
  upon: {
    ...right.upon,
    submit: ({ disk: { stored, turn } }, message) => [
      write({ stored: [...stored, message] }),
      accept(message),
      give(message, turn),
    ],
    timeout: ({ disk: { stored, turn } }) => stored.map((message) => give(message, turn)),
  },
};

export const neverVisibleAgain = protocol({
  name: 'never-visible-again',
  roles: { queue, first: consumer, second: consumer },
  links: ['queue -> first', 'first -> queue', 'queue -> second', 'second -> queue'],
});
