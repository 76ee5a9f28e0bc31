/**
 * Two-phase commit, but a database that is in doubt for too long takes the outcome to be a commit.
 *
 * The guess is right as long as nobody crashes, which is why it survives in practice. But a coordinator that
 * crashes before its decision aborts by presumption, hands the message out again, and it is performed twice.
 */
import { atomically, deliver, protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { broker, database as right } from '../two-phase-commit.ts';
import type { Database } from '../two-phase-commit.ts';

const database: Role<Database> = {
  ...right,
  upon: {
    ...right.upon,
    timeout: ({ disk: { prepared } }) =>
      prepared === null
        ? []
        : [atomically(deliver(prepared.message), write({ prepared: null, finished: prepared.number }))], // a guess
  },
};

export const heuristicCommit = protocol({
  name: 'heuristic-commit',
  roles: { broker, database },
  links: ['broker -> database', 'database -> broker'],
});
