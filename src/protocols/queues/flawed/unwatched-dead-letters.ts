/**
 * A dead-letter queue into which nobody looks.
 *
 * The message is still somewhere, until its retention runs out. To the one who sent it, it was accepted and is
 * never processed, without a word.
 */
import { protocol } from '../../../model/index.ts';
import { receiver as consumer } from '../../exactly-once.ts';
import { queueThat } from '../dead-letter-queue.ts';

export const unwatchedDeadLetters = protocol({
  name: 'unwatched-dead-letters',
  roles: { queue: queueThat(() => []), consumer },
  links: ['queue -> consumer', 'consumer -> queue'],
});
