/**
 * A Kafka consumer that stores its offset in the same place as its output: exactly once processing.
 *
 * "Letting the consumer store its offset in the same place as its output" (Kafka's design, Message Delivery
 * Semantics) is simpler than two-phase commit between two places. It must be in one transaction with it: a
 * connector that writes data and offset together either has both after a crash or neither. After a restart it
 * asks its own store where to begin, and not the broker.
 *
 * The offset that it also commits to the broker decides nothing any more; it tells the broker what need not
 * be sent again. `flawed/offset-beside-effect.ts` has both in the same store, but not in one transaction.
 *
 * Left out: see `partition.ts`.
 */
import { atomically, deliver, protocol, write } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { brokerAhead, commitOffset } from './partition.ts';
import type { FromBroker, OffsetCommitRequest } from './partition.ts';

export type Consumer = {
  disk: { position: number };
  sends: OffsetCommitRequest;
  receives: FromBroker;
};

export const consumer: Role<Consumer> = {
  disk: { position: 0 },
  upon: {
    receive: ({ disk: { position } }, packet) => {
      if (packet.type !== 'FetchResponse' || packet.offset > position) return [];
      return packet.offset === position
        ? [
            atomically(deliver(packet.message), write({ position: position + 1 })), // both or neither
            commitOffset(position + 1),
          ]
        : [commitOffset(position)];
    },
  },
};

export const offsetWithEffect = protocol({
  name: 'offset-with-effect',
  roles: { broker: brokerAhead(2), consumer },
  links: ['broker -> consumer', 'consumer -> broker'],
});
