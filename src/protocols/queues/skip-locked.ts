/**
 * A work table in a database, whose rows workers take with SELECT … FOR UPDATE SKIP LOCKED, as in PostgreSQL.
 *
 * Who has work to be done inserts a row. A worker selects a row that nobody has locked, and so locks it for as
 * long as its transaction is open; SKIP LOCKED lets it pass by the rows that others have locked, where it would
 * wait for them otherwise. It does the work in the same database, deletes the row, and commits: effect and row
 * change together or not at all. When its connection is lost the database rolls back, and the row is there for
 * the next one, as if nobody had ever touched it. So each row has its effect exactly once, for the lock and the
 * effect are in one place and end together: a worker that was cut off cannot commit any more.
 *
 * Two things have to be so. The effect is in the same database (`flawed/effect-outside-transaction.ts`), and
 * the row is locked when it is selected (`flawed/select-without-lock.ts`). A row inserted twice is two rows:
 * what an upstream repeats is not filtered here.
 *
 * Left out: that workers ask; each has a query waiting, and takes one row at a time. The database notices that
 * a connection is lost by a timer which may be wrong about the worker: then the commit comes too late and finds
 * no transaction. Its answer is left out, for the worker has nothing to do with it. Transactions have no
 * numbers here: a commit that arrives late, when the same worker has the same row again, commits that row.
 * Isolation levels, ORDER BY and LIMIT (SKIP LOCKED gives "an inconsistent view of the data", the manual says,
 * which is fit for a queue), and attempts that fail of themselves. After a crash of the database all locks are
 * gone, and open transactions with them.
 */
import {
  accept,
  arm,
  atomically,
  deliver,
  protocol,
  remember,
  send,
  settle,
  write,
} from '../../model/index.ts';
import type { Effects, Message, MessageId, Role } from '../../model/index.ts';

export type WorkerName = 'first' | 'second';
export type Row = { type: 'row'; message: Message };
export type Commit = { type: 'commit'; id: MessageId };
/** Which row each worker has locked. */
export type Locks = Readonly<Record<WorkerName, MessageId | null>>;

export type Table = {
  disk: { rows: readonly Message[] };
  memory: { locks: Locks };
  sends: Row;
  receives: Commit;
  timer: 'poll' | `${WorkerName} is cut off`;
};
export type Worker = { sends: Commit; receives: Row };

export const unlocked: Locks = { first: null, second: null };
const other = { first: 'second', second: 'first' } as const;

/** The first row that nobody has locked, to a worker that has none locked: first of all to this one. */
export const lockNext = (rows: readonly Message[], locks: Locks, preferred: WorkerName): Effects<Table> => {
  const worker = locks[preferred] === null ? preferred : other[preferred];
  const row = rows.find(({ id }) => id !== locks.first && id !== locks.second);
  return row === undefined || locks[worker] !== null
    ? [remember({ locks })]
    : [
        remember({ locks: { ...locks, [worker]: row.id } }),
        send({ type: 'row', message: row }, worker),
        arm(`${worker} is cut off`),
      ];
};

export const table: Role<Table> = {
  disk: { rows: [] },
  memory: { locks: unlocked },
  upon: {
    submit: ({ disk, memory: { locks } }, message) => {
      const rows = [...disk.rows, message];
      return [write({ rows }), accept(message), ...lockNext(rows, locks, 'first')];
    },
    receive: ({ disk, memory: { locks } }, { id }, from) => {
      const worker = from as WorkerName;
      const row = disk.rows.find((candidate) => candidate.id === id);
      if (row === undefined || locks[worker] !== id) return []; // there is no such transaction any more
      const rows = disk.rows.filter((candidate) => candidate !== row);
      return [
        atomically(deliver(row), write({ rows }), settle(row)),
        ...lockNext(rows, { ...locks, [worker]: null }, worker),
      ];
    },
    timeout: ({ disk: { rows }, memory: { locks } }, timer) => {
      if (timer === 'poll') return lockNext(rows, locks, 'first');
      const worker = timer === 'first is cut off' ? 'first' : 'second';
      return locks[worker] === null ? [] : lockNext(rows, { ...locks, [worker]: null }, other[worker]);
    },
    restart: ({ disk: { rows } }) => (rows.length > 0 ? [arm('poll')] : []),
  },
};

export const worker: Role<Worker> = {
  upon: {
    receive: (_, { message: { id } }) => [send({ type: 'commit', id })],
  },
};

export const skipLocked = protocol({
  name: 'skip-locked',
  roles: { table, first: worker, second: worker },
  links: ['table -> first', 'first -> table', 'table -> second', 'second -> table'],
});
