/**
 * The duplicate-request cache of NFS servers (Juszczak 1989; RFC 1813, section 4.5): at most once as long as
 * nothing happens.
 *
 * A request has a transaction id (xid) that the client gives it when the call is made; here it is the id of
 * the message. The client keeps its calls in memory and sends the first of them again until a reply with its
 * xid comes. The server keeps the last replies in a cache, by xid: a request that is there is answered from
 * it, any other is executed. A server "may choose to remember", says RFC 5531 of this, and promises nothing.
 *
 * The cache is small, and lives in memory. A late copy of a request that other requests have pushed out of
 * it is executed again, which takes a link that reorders, or more requests under way than the cache holds. A
 * server that restarts has an empty cache, and executes again what is sent again. It only approximates at
 * most once, and makes the approximation good where most requests go wrong: at once, in bursts, on a loss.
 *
 * Left out: requests in progress (an answer is one step here), and replies that are not worth a place in the
 * cache because to execute the request again does no harm.
 */
import { deliver, protocol, remember } from '../../model/index.ts';
import type { MessageId, Role } from '../../model/index.ts';
import { ack } from '../at-least-once.ts';
import type { Ack, Data } from '../at-least-once.ts';
import { sender as client } from '../stop-and-wait.ts';

export type Server = { memory: { cache: readonly MessageId[] }; sends: Ack; receives: Data };

/** A server whose cache holds so many replies. */
export const serverThatCaches = (size: number): Role<Server> => ({
  memory: { cache: [] },
  upon: {
    receive: ({ memory: { cache } }, { message }) =>
      cache.includes(message.id)
        ? [ack(message)]
        : [
            deliver(message),
            remember({ cache: [...cache, message.id].slice(-size) }), // the oldest makes room
            ack(message),
          ],
  },
});

export const duplicateRequestCache = protocol({
  name: 'duplicate-request-cache',
  roles: { client, server: serverThatCaches(2) },
  links: ['client -> server', 'server -> client'],
});
