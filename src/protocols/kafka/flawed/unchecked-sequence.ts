/**
 * The idempotent producer, but the leader does not look at the sequence: the producer of Kafka before 0.11,
 * or of today with enable.idempotence=false.
 *
 * Every retry whose first try had arrived after all is appended again.
 */
import { protocol } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { append, leader as right, produced, producer } from '../idempotent-producer.ts';
import type { Leader } from '../idempotent-producer.ts';

const leader: Role<Leader> = {
  ...right,
  upon: { receive: ({ disk }, request) => [append(disk, request), produced(request)] },
};

export const uncheckedSequence = protocol({
  name: 'unchecked-sequence',
  roles: { producer, leader },
  links: ['producer -> leader', 'leader -> producer'],
});
