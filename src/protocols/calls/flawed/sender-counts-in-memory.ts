/**
 * The five-packet handshake, but the sender makes up its ids from a counter in memory.
 *
 * After a crash it asks under an id that it has asked under before. The receiver, or an old packet, answers
 * with what was accepted then, the new message is sent under an id that is used up, and the acknowledgement
 * of the old message confirms the new one, which nobody ever delivers.
 */
import { abandon, accept, arm, confirm, protocol, remember, send } from '../../../model/index.ts';
import type { Message, Role } from '../../../model/index.ts';
import { receiver } from '../five-packet-handshake.ts';
import type { Sender as Right, ToReceiver } from '../five-packet-handshake.ts';

type Sender = Omit<Right, 'disk' | 'memory'> & { memory: Right['memory'] & { next: number } };

const say = (packet: ToReceiver) => send<ToReceiver>(packet);

const begin = (waiting: readonly Message[], next: number) =>
  waiting.length === 0
    ? [remember({ waiting, attempt: null, number: null })]
    : [
        remember({ waiting, attempt: next, number: null, next: next + 1 }),
        say({ type: 'needId', attempt: next }),
        arm('retransmit'),
      ];

const sender: Role<Sender> = {
  memory: { waiting: [], attempt: null, number: null, next: 0 }, // forgotten in a crash
  upon: {
    submit: ({ memory: { waiting, next } }, message) => [
      remember({ waiting: [...waiting, message] }),
      accept(message),
      ...(waiting.length === 0 ? begin([message], next) : []),
    ],
    receive: ({ memory: { waiting, attempt, number, next } }, packet) => {
      const [first, ...others] = waiting;
      if (packet.type === 'accept' && packet.attempt === attempt && number === null && first !== undefined) {
        return [
          remember({ number: packet.number }),
          say({ type: 'send', number: packet.number, message: first }),
        ];
      }
      if (packet.number !== number || first === undefined) {
        return packet.type === 'ack' && packet.known ? [say({ type: 'done', number: packet.number })] : [];
      }
      if (packet.type === 'accept') return [];
      return packet.known
        ? [confirm(first), say({ type: 'done', number: packet.number }), ...begin(others, next)]
        : [abandon(first), ...begin(others, next)];
    },
    timeout: ({
      memory: {
        waiting: [first],
        attempt,
        number,
      },
    }) => {
      if (first === undefined || attempt === null) return [];
      const packet: ToReceiver =
        number === null ? { type: 'needId', attempt } : { type: 'send', number, message: first };
      return [say(packet), arm('retransmit')];
    },
  },
};

export const senderCountsInMemory = protocol({
  name: 'sender-counts-in-memory',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
