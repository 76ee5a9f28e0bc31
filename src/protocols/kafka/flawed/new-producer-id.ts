/**
 * The idempotent producer, but its application replays after a crash what was not acknowledged before it.
 *
 * The application keeps an outbox on its disk, as at least once does. But the restarted producer is a new
 * session with a new producer id, and the leader, which filters duplicates by producer id and sequence, takes
 * the replayed record for a new one. Idempotence ends with the session: no option of the producer makes an
 * upstream replay exactly once, only an id in the record itself does.
 */
import { accept, arm, confirm, protocol, remember, write } from '../../../model/index.ts';
import type { Message, Role } from '../../../model/index.ts';
import { answers, leader, produce } from '../idempotent-producer.ts';
import type { Batch, Producer as Right } from '../idempotent-producer.ts';

type Producer = Right & { disk: { outbox: readonly Message[]; sessions: number } };

/** The batches of a session's records, numbered from the first sequence that is free. */
const batchesOf = (producerId: string, first: number, messages: readonly Message[]): readonly Batch[] =>
  messages.map((message, index) => ({ producerId, sequence: first + index, message }));

const producer: Role<Producer> = {
  disk: { outbox: [], sessions: 0 },
  memory: { producerId: null, next: 0, inFlight: [] },
  upon: {
    submit: ({ disk, memory: { producerId, next, inFlight } }, message) => {
      const batches = batchesOf(producerId ?? `${message.id}/${disk.sessions}`, next, [message]);
      return [
        write({ outbox: [...disk.outbox, message] }),
        accept(message),
        remember({ producerId: batches[0]!.producerId, next: next + 1, inFlight: [...inFlight, ...batches] }),
        ...batches.map(produce),
        arm('retry'),
      ];
    },
    receive: ({ disk, memory: { inFlight } }, response) => [
      remember({ inFlight: inFlight.filter((batch) => !answers(response)(batch)) }),
      ...inFlight
        .filter(answers(response))
        .flatMap(({ message }) => [
          write({ outbox: disk.outbox.filter(({ id }) => id !== message.id) }),
          confirm(message),
        ]),
    ],
    timeout: ({ memory: { inFlight } }) =>
      inFlight.length > 0 ? [...inFlight.map(produce), arm('retry')] : [],
    restart: ({ disk: { outbox, sessions } }) => {
      const [first] = outbox;
      if (first === undefined) return [];
      const batches = batchesOf(`${first.id}/${sessions + 1}`, 0, outbox); // a new session, a new producer id
      return [
        write({ sessions: sessions + 1 }),
        remember({ producerId: batches[0]!.producerId, next: batches.length, inFlight: batches }),
        arm('retry'),
      ];
    },
  },
};

export const newProducerId = protocol({
  name: 'new-producer-id',
  roles: { producer, leader },
  links: ['producer -> leader', 'leader -> producer'],
});
