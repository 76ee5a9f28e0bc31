/**
 * The idempotent producer, but the leader forgets producer ids that it has not heard of for a while
 * (producer.id.expiration.ms), and takes any sequence from one that it does not know (KIP-360).
 *
 * A bounded memory of duplicates is safe only as long as it outlives every retry. Nothing here says that it
 * does, and so the retry of a forgotten record is a new record.
 */
import { arm, protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { append, leader as right, produced, producer } from '../idempotent-producer.ts';
import type { Leader as Right } from '../idempotent-producer.ts';

type Leader = Right & { timer: 'expire producer ids' };

const leader: Role<Leader> = {
  ...right,
  upon: {
    receive: ({ disk }, request) => {
      const expected = (disk.last[request.producerId] ?? request.sequence - 1) + 1; // unknown: any is next
      if (request.sequence > expected) return [];
      return request.sequence === expected
        ? [append(disk, request), produced(request), arm('expire producer ids')]
        : [produced(request)];
    },
    timeout: () => [write({ last: {} })],
  },
};

export const expiredProducerId = protocol({
  name: 'expired-producer-id',
  roles: { producer, leader },
  links: ['producer -> leader', 'leader -> producer'],
});
