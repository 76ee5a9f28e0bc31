/**
 * A Kafka transaction, request by request, with an epoch for each transaction (KIP-890).
 *
 * The worker reads a record from the input partition, appends its output to the output partition (Produce), and
 * when that is acknowledged adds the offset behind the input and commits (EndTxn). Each request is sent again
 * until it is answered. With the commit readers of the isolation level read_committed see the output, so it is
 * then that it is delivered; an abort drops it. A worker that waits too long for its first Produce aborts, and
 * tries the record once more in a new transaction.
 *
 * These requests travel on different connections to different brokers, and are sent again, so one of them may
 * arrive late, when its transaction is over and the next one has begun. In KIP-98 the epoch is raised only when
 * a producer initialises its transactional id, so the broker cannot tell (`flawed/epoch-per-session.ts`). A late
 * Produce becomes part of the next transaction, and its output is there twice. A late abort hits the next
 * transaction between its output and its offset: the output is dropped, the offset is committed, and the input
 * is lost (Jepsen reproduced it in 2024 with Kafka and Bufstream 0.1.0). KIP-890 raises the epoch at the end of
 * every transaction, and with it every request says whose it is.
 *
 * A request of an epoch that is over changes nothing. Sequence numbers begin at 0 with each epoch. An EndTxn
 * that comes again is answered again, with the epoch that is valid now, but only if the transaction did end
 * that way. A worker whose epoch is over learns the new one with the record.
 *
 * Left out: that the worker aborts more than once for a record, or else epochs would have no bound. The
 * partitions, the group coordinator and the transaction coordinator are one broker; links that reorder stand
 * for the different connections. TxnOffsetCommit is part of the EndTxn that commits: nothing is gained by an
 * answer in between. AddPartitionsToTxn and AddOffsetsToTxn are left out, which with KIP-890 the broker does by
 * itself; the markers in the log; transaction.timeout.ms; the errors that answer a request of another epoch.
 * The broker hands out the epoch with the record, where Kafka does with the answers to InitProducerId and
 * EndTxn; a worker that crashed takes up the epoch that was its own, where Kafka would raise it. The other
 * instance, which fencing was first made for, is in `consume-transform-produce.ts`.
 */
import { arm, disarm, protocol, remember, send } from '../../model/index.ts';
import type { Effects, Message, Role } from '../../model/index.ts';
import { brokerWith } from './transaction-log.ts';
import type {
  EndTxn,
  EndTxnResponse,
  FetchResponse,
  Produce,
  ProduceResponse,
  Result,
} from './transaction-log.ts';

/** The transaction that the worker is in, and the request whose answer it waits for. */
type Work = {
  epoch: number;
  sequence: number;
  offset: number;
  message: Message;
  again: boolean;
  waitsFor: 'Produce' | Result;
};

export type Worker = {
  memory: { position: number; work: Work | null };
  sends: Produce | EndTxn;
  receives: FetchResponse | ProduceResponse | EndTxnResponse;
  timer: 'request timeout';
};

const request = ({ epoch, sequence, offset, message, waitsFor }: Work): Produce | EndTxn => {
  switch (waitsFor) {
    case 'Produce':
      return { type: 'Produce', epoch, sequence, message };
    case 'commit':
      return { type: 'EndTxn', epoch, result: 'commit', offset: offset + 1 };
    case 'abort':
      return { type: 'EndTxn', epoch, result: 'abort' };
  }
};

const goOn = (work: Work): Effects<Worker> => [
  remember({ work }),
  send(request(work)),
  arm('request timeout'),
];

/** What follows the answer that was waited for. */
const answered = (work: Work, { result, next }: EndTxnResponse): Effects<Worker> => {
  if (result === 'commit') {
    return [remember({ position: work.offset + 1, work: null }), disarm('request timeout')];
  }
  const sequence = next === work.epoch ? work.sequence + 1 : 0;
  return goOn({ ...work, epoch: next, sequence, again: true, waitsFor: 'Produce' });
};

export const worker: Role<Worker> = {
  memory: { position: 0, work: null },
  upon: {
    receive: ({ memory: { position, work } }, packet) => {
      switch (packet.type) {
        case 'FetchResponse': {
          const { epoch, offset, message } = packet;
          if (offset < position || epoch <= (work?.epoch ?? -1)) return []; // done, or at work on it
          return goOn({ epoch, offset, message, sequence: 0, again: work !== null, waitsFor: 'Produce' });
        }
        case 'ProduceResponse':
          return packet.epoch === work?.epoch &&
            packet.sequence === work.sequence &&
            work.waitsFor === 'Produce'
            ? goOn({ ...work, waitsFor: 'commit' })
            : [];
        case 'EndTxnResponse':
          return packet.epoch === work?.epoch && packet.result === work.waitsFor
            ? answered(work, packet)
            : [];
      }
    },
    timeout: ({ memory: { work } }) => {
      if (work === null) return [];
      return work.waitsFor === 'Produce' && !work.again
        ? goOn({ ...work, waitsFor: 'abort' })
        : [send(request(work)), arm('request timeout')];
    },
  },
};

export const epochPerTransaction = protocol({
  name: 'epoch-per-transaction',
  roles: { broker: brokerWith({ per: 'transaction' }), worker },
  links: ['broker -> worker', 'worker -> broker'],
});
