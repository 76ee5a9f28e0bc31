/**
 * The broker of `epoch-per-transaction.ts`: the input and the output partition, the committed offset, and the
 * transaction that is open. Its disk is the log; a transaction that is open is in it, like any other record.
 *
 * What it answers is said there. Whether it raises the epoch with every transaction is the only choice.
 */
import { accept, arm, atomically, deliver, send, write } from '../../model/index.ts';
import type { Effects, Message, Role } from '../../model/index.ts';

export type FetchResponse = { type: 'FetchResponse'; epoch: number; offset: number; message: Message };
export type Produce = { type: 'Produce'; epoch: number; sequence: number; message: Message };
export type ProduceResponse = { type: 'ProduceResponse'; epoch: number; sequence: number };
export type EndTxn =
  | { type: 'EndTxn'; epoch: number; result: 'commit'; offset: number }
  | { type: 'EndTxn'; epoch: number; result: 'abort' };
export type EndTxnResponse = { type: 'EndTxnResponse'; epoch: number; result: Result; next: number };
export type Result = EndTxn['result'];

export type Broker = {
  disk: {
    log: readonly Message[];
    committed: number;
    epoch: number;
    /** How the transaction before this one ended. */
    ended: Result | null;
    /** The last sequence of the epoch, and what the open transaction has appended. */
    last: number;
    outputs: readonly Message[];
  };
  sends: FetchResponse | ProduceResponse | EndTxnResponse;
  receives: Produce | EndTxn;
  timer: 'fetch';
};

const fetched = ({ log, committed, epoch }: Broker['disk']): Effects<Broker> =>
  log
    .slice(committed, committed + 1)
    .flatMap((message) => [send({ type: 'FetchResponse', epoch, offset: committed, message }), arm('fetch')]);

const produce = (
  { last, outputs }: Broker['disk'],
  { epoch, sequence, message }: Produce,
): Effects<Broker> => [
  ...(sequence > last ? [write({ outputs: [...outputs, message], last: sequence })] : []),
  send({ type: 'ProduceResponse', epoch, sequence }),
];

/** Ends the open transaction; after that another epoch is valid, if the broker raises it. */
const end = (
  { outputs }: Broker['disk'],
  packet: EndTxn,
  { epoch, last }: { epoch: number; last: number },
): Effects<Broker> => {
  const over = { ended: packet.result, outputs: [], epoch, last };
  return [
    packet.result === 'commit'
      ? atomically(...outputs.map(deliver), write({ ...over, committed: packet.offset }))
      : write(over),
    send({ type: 'EndTxnResponse', epoch: packet.epoch, result: packet.result, next: epoch }),
  ];
};

/** Whether every transaction has an epoch of its own, or all of a session have the same. */
export type Epochs = { per: 'transaction' | 'session' };

const answer = (disk: Broker['disk'], packet: Produce | EndTxn, { per }: Epochs): Effects<Broker> => {
  const isOver = packet.epoch < disk.epoch;
  if (packet.type === 'Produce') return isOver ? [] : produce(disk, packet);
  if (!isOver) return end(disk, packet, per === 'session' ? disk : { epoch: disk.epoch + 1, last: -1 });
  return packet.result === disk.ended
    ? [send({ type: 'EndTxnResponse', epoch: packet.epoch, result: packet.result, next: disk.epoch })]
    : [];
};

export const brokerWith = (epochs: Epochs): Role<Broker> => ({
  disk: { log: [], committed: 0, epoch: 0, ended: null, last: -1, outputs: [] },
  upon: {
    submit: ({ disk }, message) => {
      const longer = { ...disk, log: [...disk.log, message] };
      return [write({ log: longer.log }), accept(message), ...fetched(longer)];
    },
    receive: ({ disk }, packet) => answer(disk, packet, epochs),
    timeout: ({ disk }) => fetched(disk),
    restart: ({ disk }) => (disk.committed < disk.log.length ? [arm('fetch')] : []),
  },
});
