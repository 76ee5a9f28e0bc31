/**
 * End to end, but the caller takes the gateway's word for the server's.
 *
 * The gateway acknowledges what it has taken over, so each hop by itself is as reliable as the links are. But
 * the gateway keeps what it holds in memory: when it crashes, a message is gone that its caller has struck off.
 */
import { arm, protocol, remember, send } from '../../../model/index.ts';
import type { Message, Role } from '../../../model/index.ts';
import { sender as caller } from '../../at-least-once.ts';
import type { Ack, Data } from '../../at-least-once.ts';
import { receiver as server } from '../../exactly-once.ts';

type Gateway = {
  memory: { held: readonly Message[] };
  sends: Data | Ack;
  receives: Data | Ack;
  timer: 'retransmit';
};

const pass = (message: Message) => send<Data>({ type: 'data', message }, 'server');

const gateway: Role<Gateway> = {
  memory: { held: [] },
  upon: {
    receive: ({ memory: { held } }, packet) =>
      packet.type === 'data'
        ? [
            remember({ held: [...held.filter(({ id }) => id !== packet.message.id), packet.message] }),
            send<Ack>({ type: 'ack', id: packet.message.id }, 'caller'), // not the gateway's to give
            pass(packet.message),
            arm('retransmit'),
          ]
        : [remember({ held: held.filter(({ id }) => id !== packet.id) })],
    timeout: ({ memory: { held } }) => (held.length > 0 ? [...held.map(pass), arm('retransmit')] : []),
  },
};

export const trustingTheHops = protocol({
  name: 'trusting-the-hops',
  roles: { caller, gateway, server },
  links: ['caller -> gateway', 'gateway -> caller', 'gateway -> server', 'server -> gateway'],
});
