/**
 * At most once: a message is delivered zero or one times, so it may be lost.
 *
 * The sender sends once and never again. The receiver first records that it has seen the message, and only
 * then delivers it: whatever the links duplicate and whenever the receiver crashes, the record is there
 * before the delivery, so no second delivery can follow. A crash between the two loses the message, which is
 * the price, and allowed.
 *
 * Left out: forgetting. The record grows for ever; what happens when it does not is `flawed/short-window.ts`.
 */
import { accept, deliver, protocol, send, write } from '../model/index.ts';
import type { Message, MessageId, Role } from '../model/index.ts';

export type Data = { type: 'data'; message: Message };
export type Sender = { sends: Data };
export type Receiver = { disk: { seen: readonly MessageId[] }; receives: Data };

export const sender: Role<Sender> = {
  upon: {
    submit: (_, message) => [accept(message), send({ type: 'data', message })],
  },
};

export const receiver: Role<Receiver> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk }, { message }) =>
      disk.seen.includes(message.id)
        ? []
        : [
            write({ seen: [...disk.seen, message.id] }), // first, so that nothing can deliver it again
            deliver(message),
          ],
  },
};

export const atMostOnce = protocol({
  name: 'at-most-once',
  roles: { sender, receiver },
  links: ['sender -> receiver'],
});
