/**
 * Remote procedure calls, but a call that was refused is made again to the new incarnation.
 *
 * It looks like help: the server is back, so why should the caller be troubled? But the refusal says that the
 * incarnation is gone, not what it did before. The call may have been executed, and now is once more.
 */
import { confirm, protocol, remember } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { callFirst, client as right, server } from '../remote-procedure-call.ts';
import type { Client } from '../remote-procedure-call.ts';

const client: Role<Client> = {
  ...right,
  upon: {
    ...right.upon,
    receive: ({ disk: { conversation }, memory: { waiting, sequence, incarnation } }, packet) => {
      const [first, ...others] = waiting;
      if (packet.type === 'bound') {
        return incarnation === null
          ? [
              remember({ incarnation: packet.incarnation }),
              ...callFirst(waiting, conversation, sequence, packet.incarnation),
            ]
          : [];
      }
      if (first === undefined || packet.conversation !== conversation || packet.sequence !== sequence) {
        return [];
      }
      return packet.type === 'result'
        ? [
            remember({ waiting: others, sequence: sequence + 1 }),
            confirm(first),
            ...callFirst(others, conversation, sequence + 1, incarnation),
          ]
        : [remember({ incarnation: null }), ...callFirst(waiting, conversation, sequence, null)]; // once more
    },
  },
};

export const callsAgainElsewhere = protocol({
  name: 'calls-again-elsewhere',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
});
