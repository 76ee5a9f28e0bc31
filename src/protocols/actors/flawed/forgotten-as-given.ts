/**
 * Competing consumers, but the queue forgets a message as soon as it has given it to one of them.
 *
 * When that consumer is gone there is nothing to give to another. It is what a list does from which workers pop.
 */
import { accept, protocol, remember, send, write } from '../../../model/index.ts';
import type { Effects, Message, Role } from '../../../model/index.ts';
import { consumer, queue as right } from '../competing-consumers.ts';
import type { Queue, Task } from '../competing-consumers.ts';

/** Gives everything to the first who is there. */
const pop = (waiting: readonly Message[], away: readonly string[]): Effects<Queue> => {
  const to = ['left', 'right'].find((name) => !away.includes(name));
  return to === undefined
    ? [write({ waiting })]
    : [write({ waiting: [] }), ...waiting.map((message) => send<Task>({ type: 'task', message }, to))];
};

const queue: Role<Queue> = {
  ...right,
  upon: {
    submit: ({ disk: { waiting }, memory: { away } }, message) => {
      const [stored, ...tasks] = pop([...waiting, message], away);
      return [stored!, accept(message), ...tasks];
    },
    receive: ({ disk: { waiting }, memory }, packet, from) => {
      if (packet.type === 'ack') return [];
      const away = memory.away.filter((name) => name !== from);
      return [remember({ away }), ...pop(waiting, away)];
    },
    disconnect: ({ memory }, from) => [
      remember({
        away: (['left', 'right'] as const).filter((name) => name === from || memory.away.includes(name)),
      }),
    ],
    restart: () => [remember({ away: ['left', 'right'] })],
  },
};

export const forgottenAsGiven = protocol({
  name: 'forgotten-as-given',
  roles: { queue, left: consumer, right: consumer },
  links: ['queue -> left', 'left -> queue', 'queue -> right', 'right -> queue'],
  connections: ['queue <-> left', 'queue <-> right'],
});
