/**
 * The offset is stored with the effect, but not in one transaction with it.
 *
 * The same store is not enough. A crash between the two writes leaves the effect without the offset, and the
 * record is processed again; in the other order it would be lost.
 */
import { deliver, protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import type { Consumer } from '../offset-with-effect.ts';
import { brokerAhead, commitOffset } from '../partition.ts';

const consumer: Role<Consumer> = {
  disk: { position: 0 },
  upon: {
    receive: ({ disk: { position } }, packet) => {
      if (packet.type !== 'FetchResponse' || packet.offset > position) return [];
      return packet.offset === position
        ? [deliver(packet.message), write({ position: position + 1 }), commitOffset(position + 1)]
        : [commitOffset(position)];
    },
  },
};

export const offsetBesideEffect = protocol({
  name: 'offset-beside-effect',
  roles: { broker: brokerAhead(2), consumer },
  links: ['broker -> consumer', 'consumer -> broker'],
});
