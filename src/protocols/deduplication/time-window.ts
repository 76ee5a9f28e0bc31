/**
 * Deduplication within a window of time, as queues do it that filter for five minutes (or for two).
 *
 * The receiver records each id with the time of its delivery, on disk and in one atomic step with it, and
 * forgets it when it is older than the window. The sender sends a message again for no longer than its
 * horizon; then it gives up, and says that it does not know.
 *
 * The window must cover the time from the first delivery to the last moment at which a copy may arrive:
 *
 *     window >= horizon + lifetime + skew
 *
 * for the last copy is sent at the horizon and lives as long as a packet can, and the receiver's clock may
 * have been behind the sender's at the delivery and ahead of it in the end. With clocks that differ by at most
 * one tick, packets that live for one, and a horizon of one that is three ticks; two are too few
 * (`flawed/window-too-short.ts`). Where packets have no bounded lifetime no window is long enough: in the late
 * world a copy outlives it. In worlds in which clocks stand still nothing is ever forgotten.
 *
 * Left out: that the queue measures the window from when it received the message, not from when it was
 * delivered; here that is one step.
 */
import { abandon, accept, arm, atomically, confirm, deliver, protocol, write } from '../../model/index.ts';
import type { Message, MessageId, Role } from '../../model/index.ts';
import { ack, data } from '../at-least-once.ts';
import type { Ack, Data } from '../at-least-once.ts';

export type Sender = {
  clock: true;
  disk: { outbox: readonly { message: Message; since: number }[] };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
export type Receiver = {
  clock: true;
  disk: { seen: readonly { id: MessageId; at: number }[] };
  sends: Ack;
  receives: Data;
};

/** For how many ticks a message is sent again. */
const horizon = 1;

export const sender: Role<Sender> = {
  clock: true,
  disk: { outbox: [] },
  upon: {
    submit: ({ disk: { outbox }, now }, message) => [
      write({ outbox: [...outbox, { message, since: now }] }),
      accept(message),
      data(message),
      arm('retransmit'),
    ],
    receive: ({ disk: { outbox } }, { id }) => [
      write({ outbox: outbox.filter(({ message }) => message.id !== id) }),
      ...outbox.filter(({ message }) => message.id === id).map(({ message }) => confirm(message)),
    ],
    timeout: ({ disk: { outbox }, now }) => {
      const still = outbox.filter(({ since }) => now - since <= horizon);
      const over = outbox.filter(({ since }) => now - since > horizon);
      return [
        ...over.map(({ message }) => abandon(message)),
        ...(over.length > 0 ? [write({ outbox: still })] : []),
        ...still.map(({ message }) => data(message)),
        ...(still.length > 0 ? [arm('retransmit')] : []),
      ];
    },
    restart: ({ disk: { outbox } }) => (outbox.length > 0 ? [arm('retransmit')] : []),
  },
};

/** A receiver that remembers an id for so many ticks. */
export const receiverThatRemembersFor = (window: number): Role<Receiver> => ({
  clock: true,
  disk: { seen: [] },
  upon: {
    receive: ({ disk, now }, { message }) => {
      const seen = disk.seen.filter(({ at }) => now - at <= window);
      return seen.some(({ id }) => id === message.id)
        ? [ack(message)]
        : [
            atomically(deliver(message), write({ seen: [...seen, { id: message.id, at: now }] })), // both or neither
            ack(message),
          ];
    },
  },
});

export const timeWindow = protocol({
  name: 'time-window',
  roles: { sender, receiver: receiverThatRemembersFor(3) },
  links: ['sender -> receiver', 'receiver -> sender'],
});
