import { ack, sender } from '../../../src/protocols/at-least-once.ts';
import type { Receiver } from '../../../src/protocols/exactly-once.ts';
import { atomically, deliver, protocol, write } from '../../../src/model/index.ts';
import type { Effects, Message, Protocol, Role } from '../../../src/model/index.ts';

/** What a receiver does upon a new message, one thing after the other; or two of them as one. */
export const parts = ['deliver', 'record', 'acknowledge'] as const;
export type Part = (typeof parts)[number] | 'deliver and record as one';

/** Every order of the three. */
export const orders: readonly (readonly Part[])[] = parts.flatMap((first) =>
  parts
    .filter((second) => second !== first)
    .map((second) => [first, second, parts.find((third) => third !== first && third !== second)!]),
);

/** The two orders that are left once delivery and record are one step. */
export const ordersOfTwo: readonly (readonly Part[])[] = [
  ['deliver and record as one', 'acknowledge'],
  ['acknowledge', 'deliver and record as one'],
];

/** Exactly once, with a receiver that does its parts in this order. */
export const receivingIn = (order: readonly Part[]): Protocol => {
  const effectsOf = (part: Part, message: Message, seen: readonly string[]): Effects<Receiver> => {
    const record = write({ seen: [...seen, message.id] });
    switch (part) {
      case 'deliver':
        return [deliver(message)];
      case 'record':
        return [record];
      case 'acknowledge':
        return [ack(message)];
      case 'deliver and record as one':
        return [atomically(deliver(message), record)];
    }
  };
  const receiver: Role<Receiver> = {
    disk: { seen: [] },
    upon: {
      receive: ({ disk: { seen } }, { message }) =>
        seen.includes(message.id) ? [ack(message)] : order.flatMap((part) => effectsOf(part, message, seen)),
    },
  };
  return protocol({
    name: order.join(', '),
    roles: { sender, receiver },
    links: ['sender -> receiver', 'receiver -> sender'],
  });
};
