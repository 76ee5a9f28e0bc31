/**
 * Store and forward, but the broker acknowledges a message before it has stored it.
 *
 * It is what a broker does that writes to its disk now and then: the producer has struck the message off its
 * list, the broker crashes, and nobody has it any more.
 */
import { arm, protocol, write } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';
import { receiver as consumer, sender as producer } from '../at-least-once.ts';
import { broker as right, toConsumer, toProducer } from '../store-and-forward.ts';
import type { Broker } from '../store-and-forward.ts';

const take = ({ stored }: Broker['disk'], message: Message) => [
  toProducer(message), // too early
  write({ stored: [...stored.filter(({ id }) => id !== message.id), message] }),
  toConsumer(message),
  arm('redeliver'),
];

const broker: Role<Broker> = {
  ...right,
  upon: {
    ...right.upon,
    receive: ({ disk }, packet) =>
      packet.type === 'data'
        ? take(disk, packet.message)
        : [write({ stored: disk.stored.filter(({ id }) => id !== packet.id) })],
  },
};

export const acknowledgeBeforeStoring = protocol({
  name: 'acknowledge-before-storing',
  roles: { producer, broker, consumer },
  links: ['producer -> broker', 'broker -> producer', 'broker -> consumer', 'consumer -> broker'],
});
