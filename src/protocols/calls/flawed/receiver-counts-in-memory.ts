/**
 * The five-packet handshake, but the receiver makes up its ids from a counter in memory.
 *
 * After a crash it gives the same ids again. An old `needId` that was held up gets the old id in return, the
 * old `send` that was held up behind it carries that very id, and the message is delivered a second time: a
 * whole conversation is held with the past, and nobody lives who remembers it.
 */
import { deliver, protocol, remember, send } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { sender } from '../five-packet-handshake.ts';
import type { Exchange, ToReceiver, ToSender } from '../five-packet-handshake.ts';

type Receiver = {
  memory: { current: Exchange | null; latest: number; next: number };
  sends: ToSender;
  receives: ToReceiver;
};

const repeated = ({ attempt, number, delivered }: Exchange) =>
  send<ToSender>(delivered ? { type: 'ack', number, known: true } : { type: 'accept', attempt, number });

const receiver: Role<Receiver> = {
  memory: { current: null, latest: -1, next: 0 }, // forgotten in a crash
  upon: {
    receive: ({ memory: { current, latest, next } }, packet) => {
      if (packet.type === 'needId') {
        if (packet.attempt < latest) return [];
        if (current !== null && (current.delivered || packet.attempt === latest)) return [repeated(current)];
        if (packet.attempt === latest) return [];
        const exchange = { attempt: packet.attempt, number: next, delivered: false };
        return [remember({ current: exchange, latest: packet.attempt, next: next + 1 }), repeated(exchange)];
      }
      const { number } = packet;
      if (packet.type === 'done') return current?.number === number ? [remember({ current: null })] : [];
      if (current?.number !== number) return [send({ type: 'ack', number, known: false })];
      const delivered = { ...current, delivered: true };
      return current.delivered
        ? [repeated(current)]
        : [deliver(packet.message), remember({ current: delivered }), repeated(delivered)];
    },
  },
};

export const receiverCountsInMemory = protocol({
  name: 'receiver-counts-in-memory',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
