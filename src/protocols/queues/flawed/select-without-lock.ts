/**
 * A work table whose rows are selected without FOR UPDATE: two workers take the same one.
 *
 * Each does the work and deletes the row. The second DELETE finds none and is no error, and the second effect
 * is committed with it.
 */
import { accept, arm, atomically, deliver, protocol, send, settle, write } from '../../../model/index.ts';
import type { Message, Role } from '../../../model/index.ts';
import type { Row, Worker } from '../skip-locked.ts';

type Commit = { type: 'commit'; message: Message };
type Table = { disk: { rows: readonly Message[] }; sends: Row; receives: Commit; timer: 'poll' };

/** The first row, to whoever asks. */
const selectFirst = ([message]: readonly Message[]) =>
  message === undefined
    ? []
    : [
        send<Row>({ type: 'row', message }, 'first'),
        send<Row>({ type: 'row', message }, 'second'),
        arm('poll' as const),
      ];

const table: Role<Table> = {
  disk: { rows: [] },
  upon: {
    submit: ({ disk }, message) => {
      const rows = [...disk.rows, message];
      return [write({ rows }), accept(message), ...selectFirst(rows)];
    },
    receive: ({ disk }, { message }) => {
      const rows = disk.rows.filter(({ id }) => id !== message.id); // none, if another worker was faster
      return [atomically(deliver(message), write({ rows }), settle(message))];
    },
    timeout: ({ disk: { rows } }) => selectFirst(rows),
    restart: ({ disk: { rows } }) => (rows.length > 0 ? [arm('poll')] : []),
  },
};

const worker: Role<Omit<Worker, 'sends'> & { sends: Commit }> = {
  upon: {
    receive: (_, { message }) => [send({ type: 'commit', message })],
  },
};

export const selectWithoutLock = protocol({
  name: 'select-without-lock',
  roles: { table, first: worker, second: worker },
  links: ['table -> first', 'first -> table', 'table -> second', 'second -> table'],
});
