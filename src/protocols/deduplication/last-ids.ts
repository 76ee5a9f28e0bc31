/**
 * Deduplication by the last ids: the receiver remembers so many of them and forgets the rest.
 *
 * It is exactly once with a record that does not grow. That is right as long as no message arrives again after
 * its id was forgotten, and two rules see to it on links that keep order. The sender gives each message a
 * place in its order, and never sends one that lies `span` or more places after the oldest that is not
 * acknowledged. The receiver remembers the `span` ids of the latest places, and forgets the oldest of them.
 *
 * What counts is the span, not how many are under way: with two messages under way and each acknowledged by
 * itself, the oldest may wait for its acknowledgement while any number of newer ones come and go
 * (`flawed/counts-what-is-outstanding.ts`). And the oldest is the one that was submitted first, not the one
 * that was delivered first: what was lost once comes late (`flawed/forgets-the-first-delivered.ts`).
 *
 * On a link that reorders no number of ids is enough: a copy may be held up until it is forgotten. Then the
 * record must be kept for as long as a packet may live.
 *
 * Left out: to take everything that lies before the remembered places for seen, as the anti-replay window of
 * IPsec does; it needs ids that tell their place by themselves, which those of queues and brokers do not.
 */
import { accept, arm, atomically, confirm, deliver, protocol, send, write } from '../../model/index.ts';
import type { Message, MessageId, Role } from '../../model/index.ts';
import { ack } from '../at-least-once.ts';
import type { Ack } from '../at-least-once.ts';

export type Placed = { place: number; message: Message };
export type Seen = { place: number; id: MessageId };
export type Data = { type: 'data' } & Placed;
export type Sender = {
  disk: { outbox: readonly Placed[]; next: number };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
export type Receiver = { disk: { seen: readonly Seen[] }; sends: Ack; receives: Data };

/** Which of the messages that wait may be under way. */
export type Allowance = (outbox: readonly Placed[]) => readonly Placed[];

const data = (entry: Placed) => send<Data>({ type: 'data', ...entry });

export const senderThatAllows = (allowed: Allowance): Role<Sender> => {
  const newlyAllowed = (before: readonly Placed[], after: readonly Placed[]) =>
    allowed(after).filter((entry) => !allowed(before).includes(entry));
  return {
    disk: { outbox: [], next: 0 },
    upon: {
      submit: ({ disk: { outbox, next } }, message) => {
        const all = [...outbox, { place: next, message }];
        return [
          write({ outbox: all, next: next + 1 }),
          accept(message),
          ...newlyAllowed(outbox, all).map(data),
          arm('retransmit'),
        ];
      },
      receive: ({ disk: { outbox } }, { id }) => {
        const others = outbox.filter(({ message }) => message.id !== id);
        return [
          write({ outbox: others }),
          ...outbox.filter(({ message }) => message.id === id).map(({ message }) => confirm(message)),
          ...newlyAllowed(outbox, others).map(data),
        ];
      },
      timeout: ({ disk: { outbox } }) =>
        outbox.length > 0 ? [...allowed(outbox).map(data), arm('retransmit')] : [],
      restart: ({ disk: { outbox } }) => (outbox.length > 0 ? [arm('retransmit')] : []),
    },
  };
};

/** What is remembered of all that was seen, in the order in which it was delivered. */
export type Memory = (seen: readonly Seen[]) => readonly Seen[];

export const receiverThatRemembers = (remembered: Memory): Role<Receiver> => ({
  disk: { seen: [] },
  upon: {
    receive: ({ disk: { seen } }, { place, message }) =>
      seen.some(({ id }) => id === message.id)
        ? [ack(message)]
        : [
            atomically(
              deliver(message),
              write({ seen: remembered([...seen, { place, id: message.id }]) }), // both or neither
            ),
            ack(message),
          ],
  },
});

export const span = 2;

/** Those that lie less than the span after the oldest, all of which wait for their acknowledgement. */
export const withinTheSpan: Allowance = (outbox) =>
  outbox.filter(({ place }) => place < (outbox[0]?.place ?? 0) + span);

/** Those of the latest places. */
export const theLatest: Memory = (seen) =>
  [...seen].sort((one, other) => one.place - other.place).slice(-span);

export const lastIds = protocol({
  name: 'last-ids',
  roles: { sender: senderThatAllows(withinTheSpan), receiver: receiverThatRemembers(theLatest) },
  links: ['sender -> receiver', 'receiver -> sender'],
});
