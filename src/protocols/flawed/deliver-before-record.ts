/**
 * At most once, but the receiver delivers before it records.
 *
 * A crash between the two leaves no record, and a duplicate that is still under way is delivered again.
 */
import { deliver, protocol, write } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { sender } from '../at-most-once.ts';
import type { Receiver } from '../at-most-once.ts';

const receiver: Role<Receiver> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk }, { message }) =>
      disk.seen.includes(message.id)
        ? []
        : [
            deliver(message), // too early
            write({ seen: [...disk.seen, message.id] }),
          ],
  },
};

export const deliverBeforeRecord = protocol({
  name: 'deliver-before-record',
  roles: { sender, receiver },
  links: ['sender -> receiver'],
});
