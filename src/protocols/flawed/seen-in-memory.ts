/**
 * Exactly once, but the receiver keeps the ids that it has seen in memory instead of on disk.
 *
 * A cache is no record: after a crash every message that is sent again is new again.
 */
import { atomically, deliver, protocol, remember } from '../../model/index.ts';
import type { MessageId, Role } from '../../model/index.ts';
import { ack, sender } from '../at-least-once.ts';
import type { Ack, Data } from '../at-least-once.ts';

type Receiver = { memory: { seen: readonly MessageId[] }; sends: Ack; receives: Data };

const receiver: Role<Receiver> = {
  memory: { seen: [] },
  upon: {
    receive: ({ memory }, { message }) =>
      memory.seen.includes(message.id)
        ? [ack(message)]
        : [atomically(deliver(message), remember({ seen: [...memory.seen, message.id] })), ack(message)],
  },
};

export const seenInMemory = protocol({
  name: 'seen-in-memory',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
