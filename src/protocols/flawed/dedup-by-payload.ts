/**
 * Exactly once, but the receiver takes two messages with the same payload for one.
 *
 * Equal payloads are not the same message: whoever orders the same thing twice wants it twice. The second is
 * dropped and acknowledged, lost without any fault at all.
 */
import { atomically, deliver, protocol, write } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { ack, sender } from '../at-least-once.ts';
import type { Ack, Data } from '../at-least-once.ts';

type Receiver = { disk: { seen: readonly string[] }; sends: Ack; receives: Data };

const receiver: Role<Receiver> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk }, { message }) =>
      disk.seen.includes(message.payload)
        ? [ack(message)]
        : [atomically(deliver(message), write({ seen: [...disk.seen, message.payload] })), ack(message)],
  },
};

export const dedupByPayload = protocol({
  name: 'dedup-by-payload',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
