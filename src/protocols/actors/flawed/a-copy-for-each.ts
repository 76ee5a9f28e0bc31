/**
 * Competing consumers, but each of them gets its own copy of every message.
 *
 * That is publish and subscribe. It happens when two instances of one service subscribe to a topic, each under its
 * own name, where they should have shared one queue; and it goes unnoticed for as long as there is one instance.
 */
import { accept, deliver, protocol, send } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import type { Ack, Consumer, Task } from '../competing-consumers.ts';

const queue: Role<{ sends: Task; receives: Ack | { type: 'ready' } }> = {
  upon: {
    submit: (_, message) => [
      accept(message),
      send({ type: 'task', message }, 'left'),
      send({ type: 'task', message }, 'right'), // a copy
    ],
  },
};

const consumer: Role<Consumer> = {
  upon: {
    receive: (_, { message }) => [deliver(message), send({ type: 'ack', id: message.id })],
  },
};

export const aCopyForEach = protocol({
  name: 'a-copy-for-each',
  roles: { queue, left: consumer, right: consumer },
  links: ['queue -> left', 'left -> queue', 'queue -> right', 'right -> queue'],
  connections: ['queue <-> left', 'queue <-> right'],
});
