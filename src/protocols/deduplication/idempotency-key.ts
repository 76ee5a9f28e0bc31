/**
 * An idempotency key with a recorded response, as payment services and webhook receivers keep it (the
 * Idempotency-Key header field, an Internet-Draft of the IETF's HTTPAPI working group).
 *
 * A request carries a key that its client gave it once and for all; here it is the id of the message. The
 * work for it takes time, and the same request may come again while it is under way. The server therefore
 * goes in three steps:
 *
 *     no entry      claims the key, on disk, before it begins to work
 *     in progress   answers "409 Conflict": not now, ask again
 *     completed     answers with the recorded response
 *
 * and the effect of the work, the response and the entry's completion are one transaction. A claim that is
 * found after a restart belongs to work that was cut off before it had any effect, so the work is done anew.
 * Then duplicates, concurrent ones as well, come to one effect, and each of them gets the one response.
 *
 * What each step is for shows in the twins: without the claim two workers act on one check
 * (`flawed/check-then-act.ts`); without the transaction a crash separates effect and record
 * (`flawed/completed-after-the-effect.ts`); without recovery a claim outlives its owner, and the request is
 * answered 409 for ever (`flawed/orphaned-claim.ts`).
 *
 * Left out: keys that expire (see `time-window.ts` for when they may), a fingerprint of the request that tells
 * a key used twice for different requests, and responses that differ; here a response is that there is one.
 */
import { accept, arm, atomically, confirm, deliver, protocol, send, write } from '../../model/index.ts';
import type { Message, MessageId, Role } from '../../model/index.ts';

export type Request = { type: 'request'; message: Message };
export type Answer = { type: 'response'; id: MessageId } | { type: 'conflict'; id: MessageId };
export type Client = {
  disk: { outbox: readonly Message[] };
  sends: Request;
  receives: Answer;
  timer: 'retry';
};
export type Entry = { message: Message; status: 'in progress' | 'completed' };
export type Server = {
  disk: { entries: readonly Entry[] };
  sends: Answer;
  receives: Request;
  timer: 'work';
};

const request = (message: Message) => send<Request>({ type: 'request', message });
export const response = ({ id }: Message) => send<Answer>({ type: 'response', id });
export const conflict = ({ id }: Message) => send<Answer>({ type: 'conflict', id });

export const client: Role<Client> = {
  disk: { outbox: [] },
  upon: {
    submit: ({ disk: { outbox } }, message) => [
      write({ outbox: [...outbox, message] }),
      accept(message),
      request(message),
      arm('retry'),
    ],
    receive: ({ disk: { outbox } }, { type, id }) =>
      type === 'conflict'
        ? [] // the timer will ask again
        : [
            write({ outbox: outbox.filter((message) => message.id !== id) }),
            ...outbox.filter((message) => message.id === id).map(confirm),
          ],
    timeout: ({ disk: { outbox } }) => (outbox.length > 0 ? [...outbox.map(request), arm('retry')] : []),
    restart: ({ disk: { outbox } }) => (outbox.length > 0 ? [arm('retry')] : []),
  },
};

export const isInProgress = ({ status }: Entry): boolean => status === 'in progress';

/** The entries with that of a message completed. */
export const completed = (entries: readonly Entry[], { id }: Message): readonly Entry[] =>
  entries.map((entry) => (entry.message.id === id ? { ...entry, status: 'completed' } : entry));

/** Goes on working for as long as there is a claim that waits for it. */
export const workOn = (entries: readonly Entry[]) => (entries.some(isInProgress) ? [arm('work')] : []);

export const server: Role<Server> = {
  disk: { entries: [] },
  upon: {
    receive: ({ disk: { entries } }, { message }) => {
      const entry = entries.find((known) => known.message.id === message.id);
      if (entry !== undefined) return [isInProgress(entry) ? conflict(message) : response(message)];
      return [write({ entries: [...entries, { message, status: 'in progress' }] }), arm('work')];
    },
    timeout: ({ disk: { entries } }) => {
      const claim = entries.find(isInProgress);
      if (claim === undefined) return [];
      const after = completed(entries, claim.message);
      return [
        atomically(deliver(claim.message), write({ entries: after })), // the effect, and that it is done
        response(claim.message),
        ...workOn(after),
      ];
    },
    restart: ({ disk: { entries } }) => workOn(entries), // what was claimed and not completed had no effect
  },
};

export const idempotencyKey = protocol({
  name: 'idempotency-key',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
});
