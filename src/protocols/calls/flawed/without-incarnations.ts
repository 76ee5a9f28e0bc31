/**
 * Remote procedure calls, but the server is the same to its clients before a crash and after it.
 *
 * What it remembers of their calls is gone, and nothing tells them so. A call that it executed just before the
 * crash, and whose result was lost with it, is sent again and executed again.
 */
import { protocol, send } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { client, execute } from '../remote-procedure-call.ts';
import type { Server as Right } from '../remote-procedure-call.ts';

type Server = Omit<Right, 'disk' | 'memory'> & { memory: Pick<Right['memory'], 'last'> };

const server: Role<Server> = {
  memory: { last: null },
  upon: {
    receive: ({ memory: { last } }, packet) =>
      packet.type === 'bind' ? [send({ type: 'bound', incarnation: 1 })] : execute(packet, last),
  },
};

export const withoutIncarnations = protocol({
  name: 'without-incarnations',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
});
