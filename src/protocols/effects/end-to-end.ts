/**
 * The end-to-end argument as a protocol (Saltzer, Reed and Clark 1984): whether a message was performed, and
 * performed once, can be made sure of only by the two ends that know what it means.
 *
 * A caller and a server talk through a gateway. The gateway passes on what it gets and remembers nothing, so it
 * may lose whatever it holds, and no acknowledgement of its own would be worth anything. The caller keeps a
 * message until the server itself says that it is done, and tries again under the same id, given when the
 * message was created; the server checks the id where it performs. The two ends are those of `exactly-once.ts`,
 * and it is exactly once whatever happens between them.
 *
 * Acknowledging, storing and filtering at each hop may make it faster, never right: in the flawed twins every
 * hop is exactly once, and the whole is not.
 *
 * Left out: routes that change, and more gateways; a further one adds nothing but places to lose a packet.
 */
import { protocol, send } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { sender as caller } from '../at-least-once.ts';
import type { Ack, Data } from '../at-least-once.ts';
import { receiver as server } from '../exactly-once.ts';

type Gateway = { sends: Data | Ack; receives: Data | Ack };

const gateway: Role<Gateway> = {
  upon: {
    receive: (_, packet, from) => [send(packet, from === 'caller' ? 'server' : 'caller')],
  },
};

export const endToEnd = protocol({
  name: 'end-to-end',
  roles: { caller, gateway, server },
  links: ['caller -> gateway', 'gateway -> caller', 'gateway -> server', 'server -> gateway'],
});
