/**
 * A Kafka consumer that processes a record and then commits its offset: at least once.
 *
 * "It can read the messages, process the messages, and finally save its position" (Kafka's design, Message
 * Delivery Semantics). A crash after the processing and before the commit leaves the old position behind, and
 * the consumer that takes over processes the record again.
 *
 * The position is where the consumer reads next. It lives in memory and moves with every record processed, so
 * within one session no record is processed twice; the committed offset, at the broker, only says where to
 * begin after a crash. That is why a lost commit does no harm, and need not be waited for.
 *
 * What becomes of a consumer that commits what it has been handed, and not what it has processed, is
 * `flawed/commit-of-the-polled.ts`. Left out: see `partition.ts`.
 */
import { arm, deliver, disarm, protocol, remember } from '../../model/index.ts';
import type { Effects, Role } from '../../model/index.ts';
import { brokerAhead, commitOffset, fetch, fetchOffset } from './partition.ts';
import type { FetchResponse, FromBroker, FromConsumer } from './partition.ts';

export type Consumer = {
  memory: { position: number | null };
  sends: FromConsumer;
  receives: FromBroker;
  timer: 'fetch offset';
};

/** What a record leads to that is at the position, beyond it, or before it. */
const read = (position: number | null, { offset, message }: FetchResponse): Effects<Consumer> => {
  if (position === null) return []; // it is not yet known where to begin
  if (offset > position) return [fetch(position)];
  if (offset < position) return [commitOffset(position)]; // the commit was lost
  return [
    deliver(message),
    remember({ position: offset + 1 }),
    commitOffset(offset + 1), // only now, when it can no longer be missed
  ];
};

export const consumer: Role<Consumer> = {
  memory: { position: 0 },
  upon: {
    receive: ({ memory: { position } }, packet) => {
      switch (packet.type) {
        case 'FetchResponse':
          return read(position, packet);
        case 'OffsetFetchResponse':
          return position === null ? [remember({ position: packet.offset }), disarm('fetch offset')] : [];
        case 'OffsetCommitResponse':
          return [];
      }
    },
    timeout: ({ memory: { position } }) => (position === null ? [fetchOffset(), arm('fetch offset')] : []),
    restart: () => [remember({ position: null }), arm('fetch offset')],
  },
};

export const offsetAfterProcessing = protocol({
  name: 'offset-after-processing',
  roles: { broker: brokerAhead(2), consumer },
  links: ['broker -> consumer', 'consumer -> broker'],
});
