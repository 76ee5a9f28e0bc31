/**
 * The alternating-bit protocol, but the sender does not look at the bit of an acknowledgement.
 *
 * An acknowledgement of the message before is taken for that of the message under way. The sender moves on
 * from a message that may just have been lost, and the next carries the bit that the receiver does not expect.
 */
import { confirm, protocol, remember } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { flipped, receiver, sendFirst, sender as right } from '../alternating-bit.ts';
import type { Sender } from '../alternating-bit.ts';

const sender: Role<Sender> = {
  ...right,
  upon: {
    ...right.upon,
    receive: ({ memory: { waiting, bit } }) => {
      const [first, ...others] = waiting;
      if (first === undefined) return [];
      return [
        remember({ waiting: others, bit: flipped(bit) }),
        confirm(first),
        ...sendFirst(others, flipped(bit)),
      ];
    },
  },
};

export const ignoresTheBit = protocol({
  name: 'ignores-the-bit',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
