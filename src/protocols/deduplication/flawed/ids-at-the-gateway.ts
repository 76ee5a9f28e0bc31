/**
 * Ids at creation, but the gateway gives the ids: another one when a request comes again.
 *
 * It remembers on disk which ids it gave, so none ever comes back, and the service filters every duplicate of
 * each. It does not help: the client asks again, because it has waited long enough or because the gateway
 * went down, and the same message comes with another id. Each hop is exactly once, and the whole is not.
 *
 * Left out: further ids for a third attempt and all that follow; they would change no more.
 */
import { atomically, deliver, protocol, send, write } from '../../../model/index.ts';
import type { Message, MessageId, Role } from '../../../model/index.ts';
import { sender as client } from '../../at-least-once.ts';
import type { Ack, Data } from '../../at-least-once.ts';

type Attempt = 'first' | 'again';
type Forwarded = { type: 'data'; attempt: Attempt; message: Message };
type Gateway = {
  disk: { taken: readonly MessageId[] };
  sends: Forwarded | Ack;
  receives: Data | Ack;
};
type Service = { disk: { seen: readonly string[] }; sends: Ack; receives: Forwarded };

const gateway: Role<Gateway> = {
  disk: { taken: [] },
  upon: {
    receive: ({ disk: { taken } }, packet) => {
      if (packet.type === 'ack') return [send(packet, 'client')];
      const { message } = packet;
      return taken.includes(message.id)
        ? [send({ type: 'data', attempt: 'again', message }, 'service')]
        : [
            write({ taken: [...taken, message.id] }),
            send({ type: 'data', attempt: 'first', message }, 'service'),
          ];
    },
  },
};

const service: Role<Service> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk: { seen } }, { attempt, message }) => {
      const id = `${message.id} ${attempt}`; // what the gateway made of it
      const ack = send<Ack>({ type: 'ack', id: message.id });
      return seen.includes(id) ? [ack] : [atomically(deliver(message), write({ seen: [...seen, id] })), ack];
    },
  },
};

export const idsAtTheGateway = protocol({
  name: 'ids-at-the-gateway',
  roles: { client, gateway, service },
  links: ['client -> gateway', 'gateway -> service', 'service -> gateway', 'gateway -> client'],
});
