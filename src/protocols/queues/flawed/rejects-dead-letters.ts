/**
 * A dead-letter queue, but the one who sent the message is told that it was not processed.
 *
 * Nobody knows that. Perhaps the consumer is only slow: the message is processed after it was declared dead, and
 * the sender, who was told "definitely not", has ordered the same once more.
 */
import { protocol, reject } from '../../../model/index.ts';
import { receiver as consumer } from '../../exactly-once.ts';
import { queueThat } from '../dead-letter-queue.ts';

export const rejectsDeadLetters = protocol({
  name: 'rejects-dead-letters',
  roles: { queue: queueThat((message) => [reject(message)]), consumer },
  links: ['queue -> consumer', 'consumer -> queue'],
});
