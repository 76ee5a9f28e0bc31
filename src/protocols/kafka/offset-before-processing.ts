/**
 * A Kafka consumer that commits a record's offset and then processes it: at most once.
 *
 * "It can read the messages, then save its position in the log, and finally process the messages" (Kafka's
 * design, Message Delivery Semantics). It waits for the commit to be acknowledged, as commitSync does, so that
 * the position is saved before the processing begins. A crash between the two loses the record, which is the
 * price, and allowed.
 *
 * A commit that was not answered is sent again. Over one connection that does no harm; on links that reorder it
 * would, in Kafka, if it came after a later one (`flawed/late-commit.ts`).
 *
 * Left out: see `partition.ts`.
 */
import { arm, deliver, disarm, protocol, remember } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';
import { brokerAhead, commitOffset, fetch, fetchOffset } from './partition.ts';
import type { FromBroker, FromConsumer } from './partition.ts';

export type Consumer = {
  /** The record at the position is held until its offset is committed. */
  memory: { position: number | null; held: Message | null };
  sends: FromConsumer;
  receives: FromBroker;
  timer: 'request';
};

export const consumer: Role<Consumer> = {
  memory: { position: 0, held: null },
  upon: {
    receive: ({ memory: { position, held } }, packet) => {
      switch (packet.type) {
        case 'FetchResponse':
          if (position === null || held !== null) return [];
          if (packet.offset !== position) return [fetch(position)];
          return [remember({ held: packet.message }), commitOffset(position + 1), arm('request')];
        case 'OffsetCommitResponse':
          return held !== null && packet.offset === position! + 1
            ? [remember({ position: packet.offset, held: null }), disarm('request'), deliver(held)]
            : [];
        case 'OffsetFetchResponse':
          return position === null ? [remember({ position: packet.offset }), disarm('request')] : [];
      }
    },
    timeout: ({ memory: { position, held } }) => {
      if (position === null) return [fetchOffset(), arm('request')];
      return held !== null ? [commitOffset(position + 1), arm('request')] : [];
    },
    restart: () => [remember({ position: null }), arm('request')],
  },
};

export const offsetBeforeProcessing = protocol({
  name: 'offset-before-processing',
  roles: { broker: brokerAhead(1), consumer },
  links: ['broker -> consumer', 'consumer -> broker'],
});
