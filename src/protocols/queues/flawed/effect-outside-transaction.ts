/**
 * A work table with SKIP LOCKED, but the effect is outside of the database: the worker sends the mail, and then
 * commits.
 *
 * The transaction covers the row and not the mail. A worker that crashes in between, or whose connection is lost
 * meanwhile, has sent it, and the row is there for the next worker. What SKIP LOCKED gives is at least once.
 */
import { atomically, deliver, protocol, send, settle, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { lockNext, table as right } from '../skip-locked.ts';
import type { Table, Worker, WorkerName } from '../skip-locked.ts';

const table: Role<Table> = {
  ...right,
  upon: {
    ...right.upon,
    receive: ({ disk, memory: { locks } }, { id }, from) => {
      const row = disk.rows.find((candidate) => candidate.id === id);
      if (row === undefined || locks[from as WorkerName] !== id) return [];
      const rows = disk.rows.filter((candidate) => candidate !== row);
      return [
        atomically(write({ rows }), settle(row)),
        ...lockNext(rows, { ...locks, [from]: null }, from as WorkerName),
      ];
    },
  },
};

const worker: Role<Worker> = {
  upon: {
    receive: (_, { message }) => [deliver(message), send({ type: 'commit', id: message.id })],
  },
};

export const effectOutsideTransaction = protocol({
  name: 'effect-outside-transaction',
  roles: { table, first: worker, second: worker },
  links: ['table -> first', 'first -> table', 'table -> second', 'second -> table'],
});
