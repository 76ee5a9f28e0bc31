/**
 * Kafka's idempotent producer (KIP-98): retries without duplicates, for as long as the producer lives.
 *
 * A producer session has a producer id, given to no session before or after it. Each record carries the
 * producer id and a sequence number, which counts from 0 and without gaps. The partition's leader appends a
 * record only if its sequence is the next one of its producer id; it acknowledges a lower one without
 * appending it, for that is a retry of what it has, and refuses a higher one, for something is missing before
 * it. The last sequence of each producer id is part of the log, so it is on disk whenever the record is. The
 * producer keeps its batches in memory and retries them in order until the leader has acknowledged them.
 *
 * The log is what the world sees: a record is delivered when it is appended, to whoever reads the log. A
 * producer that crashes forgets what it had not yet sent, its producer id and its sequence numbers. So what it
 * accepted may be lost, but nothing is appended twice: KIP-98 promises idempotence within one session, and
 * what an application makes of that after a crash is `flawed/new-producer-id.ts`.
 *
 * Left out: the InitProducerId request. Its answer is a number that was never given before, and the id of the
 * first record of the session stands for it here, which is such a number without a round trip. Left out as
 * well: the epoch, which a session without a transactional id only raises when it starts its sequence anew
 * (KIP-360); batches of several records; the limit of five requests in flight, which is how many batches a
 * broker remembers in order to answer a retry with its offset; the error OUT_OF_ORDER_SEQUENCE_NUMBER, which
 * makes the producer retry what its timer retries anyway; replication (one leader with its disk stands for
 * acks=all); delivery.timeout.ms (giving up would be a loss); the expiry of producer ids, which is
 * `flawed/expired-producer-id.ts`. The connection is not taken for granted: links here may lose and reorder.
 */
import {
  accept,
  arm,
  atomically,
  confirm,
  deliver,
  protocol,
  remember,
  send,
  write,
} from '../../model/index.ts';
import type { Message, MessageId, Role } from '../../model/index.ts';

export type ProducerId = MessageId;
export type Batch = { producerId: ProducerId; sequence: number; message: Message };
export type ProduceRequest = { type: 'ProduceRequest' } & Batch;
export type ProduceResponse = { type: 'ProduceResponse'; producerId: ProducerId; sequence: number };

export type Producer = {
  memory: { producerId: ProducerId | null; next: number; inFlight: readonly Batch[] };
  sends: ProduceRequest;
  receives: ProduceResponse;
  timer: 'retry';
};
export type Leader = {
  /** The log's part that decides: the last sequence of each producer id. */
  disk: { last: Readonly<Record<ProducerId, number>> };
  sends: ProduceResponse;
  receives: ProduceRequest;
};

export const produce = (batch: Batch) => send<ProduceRequest>({ type: 'ProduceRequest', ...batch });
export const produced = ({ producerId, sequence }: Batch) =>
  send<ProduceResponse>({ type: 'ProduceResponse', producerId, sequence });

/** Whether the response is the answer to this batch. */
export const answers = (response: ProduceResponse) => (batch: Batch) =>
  batch.producerId === response.producerId && batch.sequence === response.sequence;

export const producer: Role<Producer> = {
  memory: { producerId: null, next: 0, inFlight: [] },
  upon: {
    submit: ({ memory: { producerId, next, inFlight } }, message) => {
      const batch = { producerId: producerId ?? message.id, sequence: next, message };
      return [
        remember({ producerId: batch.producerId, next: next + 1, inFlight: [...inFlight, batch] }),
        accept(message), // it is in the producer's buffer, and nowhere else
        produce(batch),
        arm('retry'),
      ];
    },
    receive: ({ memory: { inFlight } }, response) => [
      remember({ inFlight: inFlight.filter((batch) => !answers(response)(batch)) }),
      ...inFlight.filter(answers(response)).map(({ message }) => confirm(message)),
    ],
    timeout: ({ memory: { inFlight } }) =>
      inFlight.length > 0 ? [...inFlight.map(produce), arm('retry')] : [],
  },
};

/** Appends a record, together with what tells its retries apart from new records. */
export const append = ({ last }: Leader['disk'], { producerId, sequence, message }: Batch) =>
  atomically(write({ last: { ...last, [producerId]: sequence } }), deliver(message));

export const leader: Role<Leader> = {
  disk: { last: {} },
  upon: {
    receive: ({ disk }, request) => {
      const expected = (disk.last[request.producerId] ?? -1) + 1;
      if (request.sequence > expected) return []; // out of order: something is missing before it
      return request.sequence === expected ? [append(disk, request), produced(request)] : [produced(request)]; // a retry of what is in the log
    },
  },
};

export const idempotentProducer = protocol({
  name: 'idempotent-producer',
  roles: { producer, leader },
  links: ['producer -> leader', 'leader -> producer'],
});
