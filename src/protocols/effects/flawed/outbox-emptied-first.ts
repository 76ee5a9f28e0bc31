/**
 * Outbox and inbox, but the relay strikes a message off the outbox before it publishes it.
 *
 * It looks like a way to publish everything once. It is the dual write again, between the outbox and the link:
 * whatever is lost on the way stands nowhere any more.
 */
import { arm, protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { consumer, publish, service as right } from '../outbox-and-inbox.ts';
import type { Service } from '../outbox-and-inbox.ts';

const service: Role<Service> = {
  ...right,
  upon: {
    ...right.upon,
    timeout: ({ disk: { outbox } }) =>
      outbox.length > 0
        ? [
            write({ outbox: [] }), // too early
            ...outbox.map(publish),
            arm('poll'),
          ]
        : [],
  },
};

export const outboxEmptiedFirst = protocol({
  name: 'outbox-emptied-first',
  roles: { service, consumer },
  links: ['service -> consumer', 'consumer -> service'],
});
