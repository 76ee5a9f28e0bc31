/**
 * Outbox and inbox, but without the outbox: the service commits to its database, and then publishes.
 *
 * This is the dual write, in the order that loses. Publishing is retried as long as it takes, but what is
 * still to be published is known to the memory alone: a crash between commit and publication leaves rows of
 * which nobody will ever hear.
 */
import { accept, arm, confirm, protocol, remember, write } from '../../../model/index.ts';
import type { Message, MessageId, Role } from '../../../model/index.ts';
import { consumer, publish, without } from '../outbox-and-inbox.ts';
import type { Ack, Publication } from '../outbox-and-inbox.ts';

type Service = {
  disk: { rows: readonly MessageId[] };
  memory: { unpublished: readonly Message[] };
  sends: Publication;
  receives: Ack;
  timer: 'retry';
};

const service: Role<Service> = {
  disk: { rows: [] },
  memory: { unpublished: [] },
  upon: {
    submit: ({ disk: { rows }, memory: { unpublished } }, message) => [
      write({ rows: [...rows, message.id] }),
      accept(message),
      remember({ unpublished: [...unpublished, message] }), // too late, and in the wrong place
      publish(message),
      arm('retry'),
    ],
    receive: ({ memory: { unpublished } }, { id }) => [
      remember({ unpublished: without(unpublished, id) }),
      ...unpublished.filter((message) => message.id === id).map(confirm),
    ],
    timeout: ({ memory: { unpublished } }) =>
      unpublished.length > 0 ? [...unpublished.map(publish), arm('retry')] : [],
  },
};

export const databaseThenPublish = protocol({
  name: 'database-then-publish',
  roles: { service, consumer },
  links: ['service -> consumer', 'consumer -> service'],
});
