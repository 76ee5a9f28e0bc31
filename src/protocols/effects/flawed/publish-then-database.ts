/**
 * Outbox and inbox, but without the outbox: the service publishes, and then commits to its database.
 *
 * This is the dual write, in the order that makes ghosts. A crash between publication and commit rolls the
 * transaction back, and the submitter is told so; but the publication is out, and is delivered: everyone
 * downstream acts upon something that never was.
 */
import { accept, arm, confirm, protocol, reject, remember, write } from '../../../model/index.ts';
import type { Message, MessageId, Role } from '../../../model/index.ts';
import { consumer, publish, without } from '../outbox-and-inbox.ts';
import type { Ack, Publication } from '../outbox-and-inbox.ts';

type Service = {
  disk: { begun: readonly Message[]; rows: readonly MessageId[] };
  memory: { unpublished: readonly Message[] };
  sends: Publication;
  receives: Ack;
  timer: 'retry';
};

const service: Role<Service> = {
  disk: { begun: [], rows: [] },
  memory: { unpublished: [] },
  upon: {
    submit: ({ disk: { begun, rows }, memory: { unpublished } }, message) => [
      write({ begun: [...begun, message] }),
      remember({ unpublished: [...unpublished, message] }),
      publish(message), // too early
      arm('retry'),
      write({ begun, rows: [...rows, message.id] }),
      accept(message),
    ],
    receive: ({ memory: { unpublished } }, { id }) => [
      remember({ unpublished: without(unpublished, id) }),
      ...unpublished.filter((message) => message.id === id).map(confirm),
    ],
    timeout: ({ memory: { unpublished } }) =>
      unpublished.length > 0 ? [...unpublished.map(publish), arm('retry')] : [],
    restart: ({ disk: { begun } }) => [...begun.map(reject), write({ begun: [] })],
  },
};

export const publishThenDatabase = protocol({
  name: 'publish-then-database',
  roles: { service, consumer },
  links: ['service -> consumer', 'consumer -> service'],
});
