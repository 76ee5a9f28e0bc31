/**
 * AMQP 1.0 with unsettled deliveries and a receiver that settles first (rcv-settle-mode "first"): at least once.
 *
 * The sender keeps a delivery until it hears of its outcome. The receiver performs, says that it has accepted the
 * delivery, and has settled, which is to say forgotten, it with that. If the disposition is lost with the
 * connection, the sender finds its delivery missing from the receiver's map of what is unsettled, just as if it
 * had never arrived, and transfers it again.
 *
 * Nothing is sent again inside a connection, for the transport is TCP; links that lose strand what they lose.
 *
 * Left out: outcomes other than accepted; partial deliveries; sessions, windows, credit; that a map of unsettled
 * deliveries may be too large for a frame.
 */
import { deliver, protocol } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { attach, disposition, senderThat } from './link.ts';
import type { Attach, Disposition, Transfer } from './link.ts';

type Receiver = { sends: Disposition | Attach; receives: Transfer | Disposition | Attach };

const sender = senderThat({ tells: false });

const receiver: Role<Receiver> = {
  upon: {
    receive: (_, frame) => {
      switch (frame.type) {
        case 'transfer':
          return [deliver(frame.message), disposition(frame.message.id, true)];
        case 'attach':
          return [attach([])]; // all is settled
        case 'disposition':
          return [];
      }
    },
  },
};

export const amqp1First = protocol({
  name: 'amqp-1-first',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
  connections: ['sender <-> receiver'],
});
