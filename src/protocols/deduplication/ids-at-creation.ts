/**
 * Ids given at creation: a client, a gateway that passes requests on, and a service that filters duplicates.
 *
 * The application gives a message its id when it creates it. The client keeps the message on disk and asks
 * again until it has an answer; the gateway passes requests and answers on and remembers nothing; the service
 * records the id in one atomic step with the delivery. However often a request comes, from whichever of them
 * it was repeated, it comes with the same id, so the service alone can make it exactly once.
 *
 * This is the end-to-end argument in its plain form: whoever gives the id bounds what can be filtered. An id
 * that is given further along the way, however carefully, names one attempt of the process before it, and not
 * the message: `flawed/ids-at-the-gateway.ts`. The client is the sender, the service the receiver of exactly
 * once.
 *
 * Left out: a gateway that itself asks again; it would change nothing.
 */
import { protocol, send } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { sender as client } from '../at-least-once.ts';
import type { Ack, Data } from '../at-least-once.ts';
import { receiver as service } from '../exactly-once.ts';

type Gateway = { sends: Data | Ack; receives: Data | Ack };

export const gateway: Role<Gateway> = {
  upon: {
    receive: (_, packet) => [packet.type === 'data' ? send(packet, 'service') : send(packet, 'client')],
  },
};

export const idsAtCreation = protocol({
  name: 'ids-at-creation',
  roles: { client, gateway, service },
  links: ['client -> gateway', 'gateway -> service', 'service -> gateway', 'gateway -> client'],
});
