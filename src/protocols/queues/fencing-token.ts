/**
 * A lease with a fencing token: what it stops, and what it does not.
 *
 * Messages are worked on in order, one at a time, under a lease: its holder writes the effect to a resource
 * outside, say a storage service. The first holder is the worker. When its lease runs out, or its message is
 * done, the queue goes on by itself: it is the next holder, with a greater token. Every write carries the token
 * of its lease, and the resource refuses a write with a smaller token than it has seen (M. Kleppmann: How to do
 * distributed locking, 2016).
 *
 * A holder may pause for as long as it likes and write when its lease is long gone: then its write comes after
 * those of the next holder, and would undo them. The token stops that: writes stay in order, whoever pauses
 * (`flawed/unfenced-lease.ts`). It does not make them exactly once. The next holder cannot know whether the
 * last write of the former one was done, and does it again, with a token that is perfectly valid. For that the
 * resource must know the message, and not only the token.
 *
 * Order is kept where links keep it: a token says nothing about two writes of one holder.
 *
 * Left out: more than two holders, or else tokens would have no bound; that the second one is the queue saves a
 * role, and it may pause like any other. The worker is not told that it has written and does not tell the
 * queue: the resource's answer goes there directly, which takes a worker that pauses in between for a packet
 * that is late. Refused writes are not answered, for their writer has nothing to do any more. Renewing a lease,
 * and giving it back early.
 */
import { accept, arm, atomically, deliver, protocol, send, settle, write } from '../../model/index.ts';
import type { Effects, Message, MessageId, Role } from '../../model/index.ts';

type Leased = { token: number; message: Message };
export type Work = { type: 'work' } & Leased;
export type Write = { type: 'write' } & Leased;
export type Written = { type: 'written'; id: MessageId };

export type Queue = {
  disk: { stored: readonly Message[]; token: number };
  sends: Work | Write;
  receives: Written;
  timer: 'lease';
};
export type Worker = { sends: Write; receives: Work };
export type Resource = { disk: { greatest: number }; sends: Written; receives: Write };

/** The first message of the queue: work for the worker under its lease, and for the queue under the next one. */
const workOnFirst = ([message]: readonly Message[], token: number): Effects<Queue> => {
  if (message === undefined) return [];
  return token === 1
    ? [send({ type: 'work', token, message }, 'worker'), arm('lease')]
    : [send({ type: 'write', token, message }, 'resource'), arm('lease')];
};

export const queue: Role<Queue> = {
  disk: { stored: [], token: 1 },
  upon: {
    submit: ({ disk: { stored, token } }, message) => [
      write({ stored: [...stored, message] }),
      accept(message),
      ...(stored.length === 0 ? workOnFirst([message], token) : []),
    ],
    receive: ({ disk: { stored } }, { id }) => {
      const [first, ...others] = stored;
      return first?.id === id
        ? [write({ stored: others, token: 2 }), settle(first), ...workOnFirst(others, 2)]
        : [];
    },
    timeout: ({ disk: { stored } }) =>
      stored.length > 0 ? [write({ token: 2 }), ...workOnFirst(stored, 2)] : [],
    restart: ({ disk: { stored } }) => (stored.length > 0 ? [arm('lease')] : []),
  },
};

export const worker: Role<Worker> = {
  upon: {
    receive: (_, { token, message }) => [send({ type: 'write', token, message })],
  },
};

export const resource: Role<Resource> = {
  disk: { greatest: 0 },
  upon: {
    receive: ({ disk: { greatest } }, { token, message }) =>
      token < greatest
        ? []
        : [
            atomically(deliver(message), write({ greatest: token })),
            send({ type: 'written', id: message.id }),
          ],
  },
};

export const fencingToken = protocol({
  name: 'fencing-token',
  roles: { queue, worker, resource },
  links: ['queue -> worker', 'worker -> resource', 'queue -> resource', 'resource -> queue'],
});
