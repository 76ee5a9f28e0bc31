/**
 * Remote procedure calls, but a client that restarts numbers its calls from one again.
 *
 * The server has seen that number: it takes the first new call for the old one once more, and answers with the
 * old result. Or the old result is still under way, and comes first. The new call returns, and was never
 * executed.
 */
import { accept, protocol, remember, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { callFirst, client as right, server } from '../remote-procedure-call.ts';
import type { Client } from '../remote-procedure-call.ts';

const client: Role<Client> = {
  ...right,
  upon: {
    ...right.upon,
    submit: ({ memory: { waiting, sequence, incarnation } }, message) => [
      write({ conversation: 1 }), // always the same
      remember({ waiting: [...waiting, message], sequence: Math.max(sequence, 1) }),
      accept(message),
      ...(waiting.length === 0 ? callFirst([message], 1, Math.max(sequence, 1), incarnation) : []),
    ],
  },
};

export const withoutConversations = protocol({
  name: 'without-conversations',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
});
