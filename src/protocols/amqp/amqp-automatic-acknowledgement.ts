/**
 * AMQP 0-9-1 with automatic acknowledgement and without publisher confirms: at most once.
 *
 * The broker takes a message for delivered as soon as it has sent it, and deletes it before. What is on its way
 * when a connection breaks, or in the hands of a consumer that crashes, is lost; nothing is ever sent twice. Only
 * what waits for a consumer that is away is kept, in a durable queue.
 *
 * Left out: exchanges and bindings.
 */
import { accept, deliver, protocol, remember, send, write } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';
import { consume, publish } from './queue.ts';
import type { Consume, Deliver, Publish } from './queue.ts';

type Broker = {
  disk: { queue: readonly Message[] };
  memory: { consumerIsAway: boolean };
  sends: Deliver;
  receives: Publish | Consume;
};

const hand = (message: Message) =>
  send<Deliver>({ type: 'basic.deliver', redelivered: false, message }, 'consumer');

const publisher: Role<{ sends: Publish }> = {
  upon: {
    submit: (_, message) => [accept(message), publish(message)],
  },
};

const broker: Role<Broker> = {
  disk: { queue: [] },
  memory: { consumerIsAway: false },
  upon: {
    receive: ({ disk: { queue }, memory: { consumerIsAway } }, method) => {
      if (method.type === 'basic.consume') {
        return [remember({ consumerIsAway: false }), write({ queue: [] }), ...queue.map(hand)];
      }
      return consumerIsAway ? [write({ queue: [...queue, method.message] })] : [hand(method.message)];
    },
    disconnect: (_, from) => (from === 'consumer' ? [remember({ consumerIsAway: true })] : []),
    restart: () => [remember({ consumerIsAway: true })],
  },
};

const consumer: Role<{ sends: Consume; receives: Deliver }> = {
  upon: {
    receive: (_, { message }) => [deliver(message)],
    disconnect: () => [consume],
    restart: () => [consume],
  },
};

export const amqpAutomaticAcknowledgement = protocol({
  name: 'amqp-automatic-acknowledgement',
  roles: { publisher, broker, consumer },
  links: ['publisher -> broker', 'broker -> publisher', 'broker -> consumer', 'consumer -> broker'],
  connections: ['publisher <-> broker', 'broker <-> consumer'],
});
