/**
 * AMQP 1.0 with a receiver that settles second, but which forgets what is unsettled when the connection breaks.
 *
 * Brokers that keep no state of a link beyond its connection do so. The four events are all there, in their order,
 * and for nothing: after the break the receiver's map says that it has never had the delivery. It is at least once
 * again, at twice the price.
 */
import { protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { receiver as right, sender } from '../amqp-1-second.ts';
import type { Receiver } from '../amqp-1-second.ts';

const receiver: Role<Receiver> = {
  ...right,
  upon: {
    ...right.upon,
    disconnect: () => [write({ unsettled: [] })],
    restart: () => [write({ unsettled: [] })],
  },
};

export const unsettledMapForgotten = protocol({
  name: 'unsettled-map-forgotten',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
  connections: ['sender <-> receiver'],
});
