/**
 * AMQP 1.0 with unsettled deliveries and a receiver that settles second (rcv-settle-mode "second"): exactly once.
 *
 * "The receiver will only settle after sending the disposition to the sender and receiving a disposition
 * indicating settlement of the delivery from the sender." So the order of four events is fixed: the receiver has
 * it, the sender knows that, the sender settles, the receiver settles. At every moment in between at least one
 * end still knows the delivery, and when the link is attached anew the two maps of what is unsettled say how far
 * it had come: in the sender's alone, it has not arrived, and is transferred; in both, it has, and is settled; in
 * the receiver's alone, the sender has settled it already, and the receiver may.
 *
 * It needs both maps to survive, together with the delivery that they speak of: here they are on disk, and the
 * receiver performs and notes a delivery in one step.
 *
 * Left out: what `amqp-1-first.ts` leaves out.
 */
import { atomically, deliver, protocol, write } from '../../model/index.ts';
import type { MessageId, Role } from '../../model/index.ts';
import { attach, disposition, senderThat } from './link.ts';
import type { Attach, Disposition, Transfer } from './link.ts';

export type Receiver = {
  disk: { unsettled: readonly MessageId[] };
  sends: Disposition | Attach;
  receives: Transfer | Disposition | Attach;
};

export const sender = senderThat({ tells: true });

export const receiver: Role<Receiver> = {
  disk: { unsettled: [] },
  upon: {
    receive: ({ disk: { unsettled } }, frame) => {
      switch (frame.type) {
        case 'transfer': {
          const { id } = frame.message;
          if (unsettled.includes(id)) return [disposition(id, false)];
          return [
            atomically(deliver(frame.message), write({ unsettled: [...unsettled, id] })),
            disposition(id, false), // accepted, and not yet settled
          ];
        }
        case 'disposition':
          return [write({ unsettled: unsettled.filter((tag) => tag !== frame.tag) })];
        case 'attach': {
          const kept = unsettled.filter((tag) => frame.unsettled.includes(tag));
          return [write({ unsettled: kept }), attach(kept)];
        }
      }
    },
  },
};

export const amqp1Second = protocol({
  name: 'amqp-1-second',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
  connections: ['sender <-> receiver'],
});
