/**
 * The duplicate-request cache, but the client counts its transaction ids from zero each time it starts.
 *
 * After a crash of the client its first new request has the xid of an old one that is still in the server's
 * cache. The server answers with the old reply, and the new request is never executed.
 */
import { accept, arm, confirm, deliver, protocol, remember } from '../../../model/index.ts';
import type { Message, Role } from '../../../model/index.ts';
import { ack, data } from '../../links/numbered.ts';
import type { Ack, Data } from '../../links/numbered.ts';

type Client = {
  memory: { waiting: readonly Message[]; xid: number };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
type Server = { memory: { cache: readonly number[] }; sends: Ack; receives: Data };

const callFirst = ([first]: readonly Message[], xid: number) =>
  first === undefined ? [] : [data(xid, first), arm('retransmit')];

const client: Role<Client> = {
  memory: { waiting: [], xid: 0 }, // forgotten in a crash
  upon: {
    submit: ({ memory: { waiting, xid } }, message) => [
      remember({ waiting: [...waiting, message] }),
      accept(message),
      ...(waiting.length === 0 ? callFirst([message], xid) : []),
    ],
    receive: ({ memory: { waiting, xid } }, { number }) => {
      const [first, ...others] = waiting;
      return first === undefined || number !== xid
        ? []
        : [remember({ waiting: others, xid: xid + 1 }), confirm(first), ...callFirst(others, xid + 1)];
    },
    timeout: ({ memory: { waiting, xid } }) => callFirst(waiting, xid),
  },
};

const server: Role<Server> = {
  memory: { cache: [] },
  upon: {
    receive: ({ memory: { cache } }, { number, message }) =>
      cache.includes(number)
        ? [ack(number)]
        : [deliver(message), remember({ cache: [...cache, number].slice(-2) }), ack(number)],
  },
};

export const transactionIdsAgain = protocol({
  name: 'transaction-ids-again',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
});
