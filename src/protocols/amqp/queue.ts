/**
 * What the protocols of AMQP 0-9-1 share: methods, a publisher in confirm mode, and a broker with a durable queue.
 *
 * Confirmations and acknowledgements carry a delivery tag, which counts within a channel; here it is the id of the
 * message. One message at a time is unacknowledged (a prefetch count of 1).
 */
import { accept, confirm, remember, send, write } from '../../model/index.ts';
import type { Effects, Message, MessageId, Role } from '../../model/index.ts';

export type Publish = { type: 'basic.publish'; message: Message };
export type Consume = { type: 'basic.consume' };
export type Deliver = { type: 'basic.deliver'; redelivered: boolean; message: Message };
export type Ack = { type: 'basic.ack'; tag: MessageId };
export type Publisher = { disk: { outbox: readonly Message[] }; sends: Publish; receives: Ack };

export const publish = (message: Message) => send<Publish>({ type: 'basic.publish', message });
export const consume = send<Consume>({ type: 'basic.consume' });
export const ack = ({ id }: Message, to?: string) => send<Ack>({ type: 'basic.ack', tag: id }, to);

/** Publishes again on a new channel what was not confirmed on the last. */
export const publisher: Role<Publisher> = {
  disk: { outbox: [] },
  upon: {
    submit: ({ disk: { outbox } }, message) => [
      write({ outbox: [...outbox, message] }),
      accept(message),
      publish(message),
    ],
    receive: ({ disk: { outbox } }, { tag }) => [
      write({ outbox: outbox.filter(({ id }) => id !== tag) }),
      ...outbox.filter(({ id }) => id === tag).map(confirm),
    ],
    disconnect: ({ disk: { outbox } }) => outbox.map(publish),
    restart: ({ disk: { outbox } }) => outbox.map(publish),
  },
};

export type Entry = { message: Message; redelivered: boolean };
export type Broker = {
  disk: { queue: readonly Entry[] };
  memory: { consumerIsAway: boolean; unacknowledged: boolean };
  sends: Deliver | Ack;
  receives: Publish | Consume | Ack;
};

/** An entry that is still there is not stored twice: a bound of the model. It would only come again, as it may. */
export const enqueued = (queue: readonly Entry[], message: Message): readonly Entry[] =>
  queue.some((entry) => entry.message.id === message.id)
    ? queue
    : [...queue, { message, redelivered: false }];

/** Delivers the first of the queue, if there is one. */
export const deliverFirst = ([first]: readonly Entry[]): Effects<Broker> =>
  first === undefined
    ? [remember({ unacknowledged: false })]
    : [remember({ unacknowledged: true }), send<Deliver>({ type: 'basic.deliver', ...first }, 'consumer')];

/** Puts back what was unacknowledged, where it was: automatic requeueing. */
const requeued = ([first, ...others]: readonly Entry[]): readonly Entry[] =>
  first === undefined ? [] : [{ ...first, redelivered: true }, ...others];

/** Takes a message over from the publisher, and confirms it. */
const take = ({ queue }: Broker['disk'], memory: Broker['memory'], message: Message): Effects<Broker> => {
  const all = enqueued(queue, message);
  return [
    write({ queue: all }),
    ack(message, 'publisher'), // confirmed only now, when it is stored
    ...(memory.consumerIsAway || memory.unacknowledged ? [] : deliverFirst(all)),
  ];
};

export const broker: Role<Broker> = {
  disk: { queue: [] },
  memory: { consumerIsAway: false, unacknowledged: false },
  upon: {
    receive: ({ disk, memory }, method) => {
      const [first, ...others] = disk.queue;
      switch (method.type) {
        case 'basic.publish':
          return take(disk, memory, method.message);
        case 'basic.consume':
          return memory.consumerIsAway
            ? [remember({ consumerIsAway: false }), ...deliverFirst(disk.queue)]
            : [];
        case 'basic.ack':
          return memory.unacknowledged && first?.message.id === method.tag
            ? [write({ queue: others }), ...deliverFirst(others)]
            : [];
      }
    },
    disconnect: ({ disk: { queue }, memory: { unacknowledged } }, from) =>
      from === 'publisher'
        ? []
        : [
            ...(unacknowledged ? [write({ queue: requeued(queue) })] : []),
            remember({ consumerIsAway: true, unacknowledged: false }),
          ],
    restart: ({ disk: { queue } }) => [
      write({ queue: requeued(queue) }), // it may have been delivered
      remember({ consumerIsAway: true }),
    ],
  },
};
