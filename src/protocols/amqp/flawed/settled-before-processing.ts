/**
 * AMQP 1.0 with a receiver that settles first, but before it has performed what it settles.
 *
 * Client libraries that accept a delivery as they hand it to the application do so. A crash in between loses a
 * delivery that both ends have settled.
 */
import { deliver, protocol } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { attach, disposition, senderThat } from '../link.ts';
import type { Attach, Disposition, Transfer } from '../link.ts';

type Receiver = { sends: Disposition | Attach; receives: Transfer | Disposition | Attach };

const sender = senderThat({ tells: false });

const receiver: Role<Receiver> = {
  upon: {
    receive: (_, frame) => {
      switch (frame.type) {
        case 'transfer':
          return [
            disposition(frame.message.id, true), // too early
            deliver(frame.message),
          ];
        case 'attach':
          return [attach([])];
        case 'disposition':
          return [];
      }
    },
  },
};

export const settledBeforeProcessing = protocol({
  name: 'settled-before-processing',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
  connections: ['sender <-> receiver'],
});
