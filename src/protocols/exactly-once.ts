/**
 * Exactly once: each message gets a unique id when it is created, and the id is used to filter duplicates on
 * the way from sender to receiver.
 *
 * The sender is that of at least once: it sends again until it is acknowledged, so nothing is lost. The
 * receiver records each id in one atomic step with the delivery, so nothing is delivered twice: a crash
 * leaves either both behind or neither. A duplicate is not delivered, but it is acknowledged again, for its
 * first acknowledgement may be the one that was lost.
 *
 * The id is the message's own, given by the application before the sender ever saw it; what becomes of ids
 * that the sending process makes up is `flawed/counter-ids.ts`. Atomic means one transaction over the
 * delivery and the record; where an application can offer none, see `three-orders.ts` for what is left.
 *
 * Left out: forgetting. The record grows for ever; what happens when it does not is `flawed/short-window.ts`.
 */
import { atomically, deliver, protocol, write } from '../model/index.ts';
import type { MessageId, Role } from '../model/index.ts';
import { ack, sender } from './at-least-once.ts';
import type { Ack, Data } from './at-least-once.ts';

export type Receiver = { disk: { seen: readonly MessageId[] }; sends: Ack; receives: Data };

export const receiver: Role<Receiver> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk }, { message }) =>
      disk.seen.includes(message.id)
        ? [ack(message)]
        : [
            atomically(deliver(message), write({ seen: [...disk.seen, message.id] })), // both or neither
            ack(message),
          ],
  },
};

export const exactlyOnce = protocol({
  name: 'exactly-once',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
