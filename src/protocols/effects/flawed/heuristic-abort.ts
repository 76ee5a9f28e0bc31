/**
 * Two-phase commit, but a database that is in doubt for too long takes the outcome to be an abort.
 *
 * Having voted yes it had given away its right to decide. The coordinator commits, the message is deleted, and
 * nobody has performed it: heuristic damage, as the trade calls it, and no fault was needed.
 */
import { protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { broker, database as right } from '../two-phase-commit.ts';
import type { Database } from '../two-phase-commit.ts';

const database: Role<Database> = {
  ...right,
  upon: {
    ...right.upon,
    timeout: ({ disk: { prepared } }) =>
      prepared === null ? [] : [write({ prepared: null, finished: prepared.number })], // a guess
  },
};

export const heuristicAbort = protocol({
  name: 'heuristic-abort',
  roles: { broker, database },
  links: ['broker -> database', 'database -> broker'],
});
