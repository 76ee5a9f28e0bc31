/**
 * AMQP 0-9-1 with publisher confirms, but the broker confirms a message before it has stored it.
 *
 * So does a broker whose queue is not durable, or that writes to its disk later. The publisher has struck the
 * message off its outbox, and what the broker had in memory is gone with it.
 */
import { protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { consumer } from '../amqp-manual-acknowledgement.ts';
import { ack, broker as right, deliverFirst, enqueued, publisher } from '../queue.ts';
import type { Broker } from '../queue.ts';

const broker: Role<Broker> = {
  ...right,
  upon: {
    ...right.upon,
    receive: (state, method, from) => {
      if (method.type !== 'basic.publish') return right.upon.receive!(state, method, from);
      const { disk, memory } = state;
      const all = enqueued(disk.queue, method.message);
      return [
        ack(method.message, 'publisher'), // too early
        write({ queue: all }),
        ...(memory.consumerIsAway || memory.unacknowledged ? [] : deliverFirst(all)),
      ];
    },
  },
};

export const confirmedBeforeStored = protocol({
  name: 'confirmed-before-stored',
  roles: { publisher, broker, consumer },
  links: ['publisher -> broker', 'broker -> publisher', 'broker -> consumer', 'consumer -> broker'],
  connections: ['publisher <-> broker', 'broker <-> consumer'],
});
