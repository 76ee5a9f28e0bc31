/**
 * Consume, transform, produce in Kafka transactions (KIP-98), with two instances of one application, of which
 * the group coordinator may believe the first dead.
 *
 * An instance reads a record and writes, in one transaction, its output and the offset up to which it has read.
 * Readers of the isolation level read_committed see an output only when its transaction is committed, so it is
 * then that it is delivered; and no crash leaves the one behind without the other.
 *
 * Both instances have the same transactional id. When the session of the first one times out, the second takes
 * over and initialises the transactional id, which raises its epoch. The first may be alive, and slow, and know
 * nothing of this: a zombie. Whatever it still sends carries the old epoch, and the broker fences it off. So an
 * input is turned into one output, whoever crashes and whoever was wrongly believed dead. The offset alone does
 * not help: it is committed as it comes, and retries are told apart only within one producer, by its sequence
 * numbers. The twin without the fence is `flawed/unfenced-zombie.ts`.
 *
 * Left out: the single requests of a transaction (AddPartitionsToTxn, Produce, AddOffsetsToTxn, TxnOffsetCommit,
 * EndTxn) are one packet here, since what may come between them is the matter of `epoch-per-transaction.ts`.
 * The takeover and InitProducerId are one step at the broker, which is the partitions, the group coordinator
 * and the transaction coordinator in one; that a commit reaches several of them by markers is not shown. The
 * second instance never times out, or else epochs would have no bound: what one takeover shows, more of them
 * repeat. One record makes one output, so the sequence number of an output is the offset of its input. An
 * instance that comes back after a crash works on under its epoch, where Kafka would raise it once more. The
 * errors that tell an instance that it is fenced are left out, for it has nothing to clean up. The generation
 * of the consumer group, by which KIP-447 fences where each instance has a transactional id of its own, is left
 * out as well, and so are the readers and the last stable offset, up to which they may read.
 */
import { accept, arm, atomically, deliver, protocol, send, write } from '../../model/index.ts';
import type { Effects, Message, Role } from '../../model/index.ts';

/** A record, and under which epoch to process it. */
type Input = { message: Message; offset: number; epoch: number };
export type FetchResponse = { type: 'FetchResponse' } & Input;
/** The output of a record together with the offset behind it, committed both or neither. */
export type Transaction = { type: 'Transaction' } & Input;

export type Instance = { sends: Transaction; receives: FetchResponse };
export type Broker = {
  /** `next` is the sequence that is expected of the producer of each epoch. */
  disk: { log: readonly Message[]; committed: number; epoch: number; next: readonly number[] };
  sends: FetchResponse;
  receives: Transaction;
  timer: 'fetch' | 'session timeout';
};

export const instance: Role<Instance> = {
  upon: {
    receive: (_, input) => [send({ ...input, type: 'Transaction' })],
  },
};

const isAllRead = ({ log, committed }: Broker['disk']) => committed === log.length;

/** The next record, to the instance whose turn it is. */
const fetched = ({ log, committed, epoch }: Broker['disk']) =>
  log.slice(committed, committed + 1).map((message) => {
    const owner = epoch === 0 ? 'first' : 'second';
    return send<FetchResponse>({ type: 'FetchResponse', message, offset: committed, epoch }, owner);
  });

const timersOf = (disk: Broker['disk']) => [
  ...(isAllRead(disk) ? [] : [arm('fetch' as const)]),
  ...(isAllRead(disk) || disk.epoch > 0 ? [] : [arm('session timeout' as const)]),
];

const commit = ({ next }: Broker['disk'], { message, offset, epoch }: Transaction) =>
  atomically(deliver(message), write({ committed: offset + 1, next: next.with(epoch, offset + 1) }));

export const brokerThat = ({ fences }: { fences: boolean }): Role<Broker> => ({
  disk: { log: [], committed: 0, epoch: 0, next: [0, 0] },
  upon: {
    submit: ({ disk }, message) => {
      const longer = { ...disk, log: [...disk.log, message] };
      return [write({ log: longer.log }), accept(message), ...fetched(longer), ...timersOf(longer)];
    },
    receive: ({ disk }, packet): Effects<Broker> => {
      if (fences && packet.epoch < disk.epoch) return []; // a zombie
      if (packet.offset < disk.next[packet.epoch]!) return []; // a retry of what is committed
      return [commit(disk, packet)];
    },
    timeout: ({ disk }, timer) =>
      timer === 'fetch'
        ? [...fetched(disk), ...(isAllRead(disk) ? [] : [arm('fetch')])]
        : [write({ epoch: 1 })], // from now on it is the second one's turn
    restart: ({ disk }) => timersOf(disk),
  },
});

export const consumeTransformProduce = protocol({
  name: 'consume-transform-produce',
  roles: { broker: brokerThat({ fences: true }), first: instance, second: instance },
  links: ['broker -> first', 'first -> broker', 'broker -> second', 'second -> broker'],
});
