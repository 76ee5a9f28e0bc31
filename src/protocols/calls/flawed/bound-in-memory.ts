/**
 * Synchronised clocks, but the receiver does not keep its bound on disk.
 *
 * After a crash it remembers no sender and no bound, so whatever comes is new to it: a message that it had
 * delivered, and whose acknowledgement was lost with the crash, is sent again and delivered again.
 */
import { protocol } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { receiver as right, sender } from '../synchronized-clocks.ts';
import type { Receiver } from '../synchronized-clocks.ts';

const receiver: Role<Receiver> = {
  ...right,
  upon: {
    ...right.upon,
    receive: (state, packet, from) =>
      (right.upon.receive?.({ ...state, disk: { upper: 0 } }, packet, from) ?? []).filter(
        ({ type }) => type !== 'write', // never written, never read
      ),
  },
};

export const boundInMemory = protocol({
  name: 'bound-in-memory',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
