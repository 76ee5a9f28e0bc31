/**
 * A lease without an end: a message that was given to a consumer is never given to another one.
 *
 * It is what a table with a column "taken by" comes to, without a rule for rows whose taker is gone. Nobody
 * processes a message twice, and nobody processes that of a consumer that crashed.
 */
import { accept, protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { consumer, give, queue as right } from '../visibility-timeout.ts';
import type { Queue } from '../visibility-timeout.ts';

const queue: Role<Queue> = {
  ...right,
  upon: {
    submit: ({ disk: { stored, turn } }, message) => [
      write({ stored: [...stored, message] }),
      accept(message),
      give(message, turn),
    ],
    receive: right.upon.receive!,
  },
};

export const neverVisibleAgain = protocol({
  name: 'never-visible-again',
  roles: { queue, first: consumer, second: consumer },
  links: ['queue -> first', 'first -> queue', 'queue -> second', 'second -> queue'],
});
