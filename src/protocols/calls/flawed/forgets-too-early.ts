/**
 * Synchronised clocks, but the receiver forgets a sender while packets of it may still be new enough.
 *
 * The lower bound follows the clock, and lies before the timestamp that is forgotten. A copy of that very
 * message is later than the bound, and the receiver knows of nothing later: it is delivered again.
 */
import { protocol, remember } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { receiver as right, sender } from '../synchronized-clocks.ts';
import type { Receiver } from '../synchronized-clocks.ts';

const receiver: Role<Receiver> = {
  ...right,
  upon: {
    ...right.upon,
    timeout: ({ now }) => [remember({ last: null, lower: Math.max(0, now - 2) })], // whatever was last
  },
};

export const forgetsTooEarly = protocol({
  name: 'forgets-too-early',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
