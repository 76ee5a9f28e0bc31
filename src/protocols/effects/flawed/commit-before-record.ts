/**
 * Two-phase commit, but the coordinator tells the outcome before it has written it down.
 *
 * A crash between the two leaves no record, and what has no record was aborted: the message is handed out
 * again, although the database has already performed it.
 */
import { protocol, remember, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { broker as right, database, tell } from '../two-phase-commit.ts';
import type { Broker } from '../two-phase-commit.ts';

const broker: Role<Broker> = {
  ...right,
  upon: {
    ...right.upon,
    receive: (state, packet, from) =>
      packet.type === 'yes' && packet.number === state.memory.voting
        ? [
            tell('commit', packet.number), // too early
            write({ queue: state.disk.queue.slice(1), committed: packet.number }),
            remember({ voting: null }),
          ]
        : right.upon.receive!(state, packet, from),
  },
};

export const commitBeforeRecord = protocol({
  name: 'commit-before-record',
  roles: { broker, database },
  links: ['broker -> database', 'database -> broker'],
});
