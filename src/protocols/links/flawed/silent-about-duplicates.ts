/**
 * The alternating-bit protocol, but the receiver does not acknowledge a duplicate.
 *
 * It looks like thrift, for a duplicate has been acknowledged before. But it was sent again because that
 * acknowledgement may be lost; if it is, none comes ever after, and all that waits behind waits for ever.
 */
import { deliver, protocol, remember } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { ack, flipped, sender } from '../alternating-bit.ts';
import type { Receiver } from '../alternating-bit.ts';

const receiver: Role<Receiver> = {
  memory: { expected: 0 },
  upon: {
    receive: ({ memory: { expected } }, { bit, message }) =>
      bit === expected ? [deliver(message), remember({ expected: flipped(expected) }), ack(bit)] : [],
  },
};

export const silentAboutDuplicates = protocol({
  name: 'silent-about-duplicates',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
