/**
 * A lease without a fencing token: the resource takes every write.
 *
 * The holder whose lease ran out while it paused does not know it, and the resource does not either. Its write
 * comes after those of the next holder, and what they had done is undone.
 */
import { deliver, protocol, send } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { queue, worker } from '../fencing-token.ts';
import type { Resource as Right } from '../fencing-token.ts';

type Resource = Omit<Right, 'disk'>;

const resource: Role<Resource> = {
  upon: {
    receive: (_, { message }) => [deliver(message), send({ type: 'written', id: message.id })],
  },
};

export const unfencedLease = protocol({
  name: 'unfenced-lease',
  roles: { queue, worker, resource },
  links: ['queue -> worker', 'worker -> resource', 'queue -> resource', 'resource -> queue'],
});
