/**
 * A partition and its consumer's committed offset, which the three consumers share: `offset-before-processing`,
 * `offset-after-processing`, `offset-with-effect`.
 *
 * A record has an offset, its place in the log. The committed offset is that of the next record to process; it
 * is kept at the broker, and a consumer that starts anew begins there (OffsetFetch).
 *
 * Which record is read next is decided by the position of the consumer. Where Kafka's consumer asks for every
 * record that it reads, the broker here sends every record that is not committed, again and again, and the
 * consumer takes the one at its position; it asks (FetchRequest) when what it is sent is another one.
 *
 * Kafka takes each commit as it comes, also one of a lower offset. Over one connection the commits of a consumer
 * come in order, so here they only go forwards; what a commit does that arrives late is `flawed/late-commit.ts`.
 *
 * Left out: several partitions; the group and its rebalances (a consumer that is believed dead is in
 * `consume-transform-produce.ts`); retention; replication; an offset that is out of range, as after the loss of
 * a log, from which Kafka's consumer begins anew by auto.offset.reset.
 */
import { accept, arm, send, write } from '../../model/index.ts';
import type { Effects, Message, Role } from '../../model/index.ts';

export type FetchResponse = { type: 'FetchResponse'; offset: number; message: Message };
export type FetchRequest = { type: 'FetchRequest'; offset: number };
export type OffsetCommitRequest = { type: 'OffsetCommitRequest'; offset: number };
export type OffsetCommitResponse = { type: 'OffsetCommitResponse'; offset: number };
export type OffsetFetchRequest = { type: 'OffsetFetchRequest' };
export type OffsetFetchResponse = { type: 'OffsetFetchResponse'; offset: number };

export type FromConsumer = FetchRequest | OffsetCommitRequest | OffsetFetchRequest;
export type FromBroker = FetchResponse | OffsetCommitResponse | OffsetFetchResponse;
export type Broker = {
  disk: { log: readonly Message[]; committed: number };
  sends: FromBroker;
  receives: FromConsumer;
  timer: 'fetch';
};

export const fetch = (offset: number) => send<FetchRequest>({ type: 'FetchRequest', offset });
export const fetchOffset = () => send<OffsetFetchRequest>({ type: 'OffsetFetchRequest' });
export const commitOffset = (offset: number) =>
  send<OffsetCommitRequest>({ type: 'OffsetCommitRequest', offset });

const record = (message: Message, offset: number) =>
  send<FetchResponse>({ type: 'FetchResponse', offset, message });

const recordsFrom = (log: readonly Message[], offset: number, most: number) =>
  log.slice(offset, offset + most).map((message, index) => record(message, offset + index));

/** Whether a commit may take the committed offset back. */
export type Commits = 'forwards' | 'as they come';

const answer = (
  { log, committed }: Broker['disk'],
  request: FromConsumer,
  commits: Commits,
): Effects<Broker> => {
  switch (request.type) {
    case 'FetchRequest':
      return recordsFrom(log, request.offset, 1);
    case 'OffsetFetchRequest':
      return [send({ type: 'OffsetFetchResponse', offset: committed })];
    case 'OffsetCommitRequest':
      return [
        write({ committed: commits === 'forwards' ? Math.max(committed, request.offset) : request.offset }),
        send({ type: 'OffsetCommitResponse', offset: request.offset }),
      ];
  }
};

/** A broker that sends so many records ahead of the committed offset: what one poll returns at most. */
export const brokerAhead = (batch: number, commits: Commits = 'forwards'): Role<Broker> => ({
  disk: { log: [], committed: 0 },
  upon: {
    submit: ({ disk: { log, committed } }, message) => [
      write({ log: [...log, message] }),
      accept(message), // "committed" in Kafka's words: in the log, and no crash loses it
      ...(log.length < committed + batch ? [record(message, log.length)] : []),
      arm('fetch'),
    ],
    receive: ({ disk }, request) => answer(disk, request, commits),
    timeout: ({ disk: { log, committed } }) =>
      committed < log.length ? [...recordsFrom(log, committed, batch), arm('fetch')] : [],
    restart: ({ disk: { log, committed } }) => (committed < log.length ? [arm('fetch')] : []),
  },
});
