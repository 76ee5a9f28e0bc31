/**
 * Exactly once, but the receiver remembers the last id only.
 *
 * A bounded window of ids is enough as long as it covers everything from the oldest message that may still
 * arrive to the newest. Here one newer message is enough to forget an older one, which then arrives again.
 */
import { atomically, deliver, protocol, write } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { ack, sender } from '../at-least-once.ts';
import type { Receiver } from '../exactly-once.ts';

const window = 1;

const receiver: Role<Receiver> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk }, { message }) =>
      disk.seen.includes(message.id)
        ? [ack(message)]
        : [
            atomically(deliver(message), write({ seen: [...disk.seen, message.id].slice(-window) })),
            ack(message),
          ],
  },
};

export const shortWindow = protocol({
  name: 'short-window',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
