/**
 * An idempotency key, but the server only looks whether there is one, and records it when the work is done.
 *
 * The record is even atomic with the effect. But two requests with the same key come one after the other,
 * both find nothing, and both are worked on. It takes an impatient client and no fault at all. The server has
 * two workers; what comes while both are busy is passed over.
 */
import { arm, atomically, deliver, protocol, remember, write } from '../../../model/index.ts';
import type { Message, MessageId, Role } from '../../../model/index.ts';
import { client, response } from '../idempotency-key.ts';
import type { Answer, Request } from '../idempotency-key.ts';

type Server = {
  disk: { done: readonly MessageId[] };
  memory: { working: readonly Message[] };
  sends: Answer;
  receives: Request;
  timer: 'work';
};

const server: Role<Server> = {
  disk: { done: [] },
  memory: { working: [] },
  upon: {
    receive: ({ disk: { done }, memory: { working } }, { message }) => {
      if (done.includes(message.id)) return [response(message)];
      if (working.length === 2) return [];
      return [remember({ working: [...working, message] }), arm('work')]; // checked, and nothing claimed
    },
    timeout: ({ disk: { done }, memory: { working } }) => {
      const [first, ...others] = working;
      if (first === undefined) return [];
      return [
        remember({ working: others }),
        atomically(deliver(first), write({ done: [...done, first.id] })),
        response(first),
        ...(others.length > 0 ? [arm('work')] : []),
      ];
    },
  },
};

export const checkThenAct = protocol({
  name: 'check-then-act',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
});
