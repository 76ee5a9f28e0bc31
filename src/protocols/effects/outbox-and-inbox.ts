/**
 * Transactional outbox and idempotent inbox: a service changes its database and publishes that it did; the
 * consumer takes in each publication once.
 *
 * The database and whatever carries messages share no transaction, so the service does not publish at all. In
 * the one transaction in which it changes its rows it also writes the message into an outbox, a table beside
 * them. A relay polls the outbox, publishes what stands there, and strikes it off when it is acknowledged. It
 * publishes at least once: when it crashes in between, it publishes again. The consumer therefore keeps an
 * inbox, a table of the ids that it has taken in, and writes to it in the one transaction in which it performs
 * the effect. Both tables are the same idea: a second write becomes a part of the first (the "transactional
 * outbox" with a "polling publisher", and the "idempotent consumer", of Richardson's Microservices Patterns).
 *
 * A transaction that was begun and not committed when the service crashes is rolled back: the database's log
 * says so when the service comes back, and the submitter is told (`reject`).
 *
 * Left out: the broker between the two, a further hop of `store-and-forward.ts` whose duplicates the inbox
 * filters as well; tailing the database's log instead of polling; transactions that the database refuses;
 * forgetting what stands in the inbox (`flawed/short-window.ts`).
 */
import {
  accept,
  arm,
  atomically,
  confirm,
  deliver,
  protocol,
  reject,
  send,
  write,
} from '../../model/index.ts';
import type { Message, MessageId, Role } from '../../model/index.ts';

export type Publication = { type: 'publication'; message: Message };
export type Ack = { type: 'ack'; id: MessageId };
export type Service = {
  disk: { begun: readonly Message[]; rows: readonly MessageId[]; outbox: readonly Message[] };
  sends: Publication;
  receives: Ack;
  timer: 'poll';
};
export type Consumer = { disk: { inbox: readonly MessageId[] }; sends: Ack; receives: Publication };

export const publish = (message: Message) => send<Publication>({ type: 'publication', message });
const ack = ({ id }: Message) => send<Ack>({ type: 'ack', id });
export const without = (messages: readonly Message[], id: MessageId) =>
  messages.filter((message) => message.id !== id);

export const service: Role<Service> = {
  disk: { begun: [], rows: [], outbox: [] },
  upon: {
    submit: ({ disk: { begun, rows, outbox } }, message) => [
      write({ begun: [...begun, message] }),
      write({ begun, rows: [...rows, message.id], outbox: [...outbox, message] }), // one transaction commits
      accept(message),
      arm('poll'),
    ],
    receive: ({ disk: { outbox } }, { id }) => [
      write({ outbox: without(outbox, id) }),
      ...outbox.filter((message) => message.id === id).map(confirm),
    ],
    timeout: ({ disk: { outbox } }) => (outbox.length > 0 ? [...outbox.map(publish), arm('poll')] : []),
    restart: ({ disk: { begun, outbox } }) => [
      ...begun.map(reject), // rolled back
      write({ begun: [] }),
      ...(outbox.length > 0 ? [arm('poll')] : []),
    ],
  },
};

export const consumer: Role<Consumer> = {
  disk: { inbox: [] },
  upon: {
    receive: ({ disk: { inbox } }, { message }) =>
      inbox.includes(message.id)
        ? [ack(message)]
        : [
            atomically(deliver(message), write({ inbox: [...inbox, message.id] })), // the effect, and its record
            ack(message),
          ],
  },
};

export const outboxAndInbox = protocol({
  name: 'outbox-and-inbox',
  roles: { service, consumer },
  links: ['service -> consumer', 'consumer -> service'],
});
