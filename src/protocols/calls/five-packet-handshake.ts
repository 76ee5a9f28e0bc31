/**
 * The five-packet handshake (Belsnes 1976; Lampson 1993, whose terms are used here): at most once with nothing
 * but a name that is never given twice.
 *
 *     needId(j)     the sender wants to send, and makes up a new id j for the attempt
 *     accept(j, i)  the receiver makes up a new id i, and will take one message under it
 *     send(i, m)    the sender sends its message under i, again and again
 *     ack(i)        the receiver has delivered it
 *     done(i)       the sender has heard so: the receiver may forget i
 *
 * The receiver delivers one message for each id that it made up, and only as long as it remembers the id.
 * Whatever it is sent under any other id it refuses (`ack` with `known: false`); the sender then does not
 * know what became of the message and says so. A packet from the past carries an id from the past, and ids
 * never come back: so both sides may forget everything in a crash but which ids they gave, and no message is
 * delivered twice, nor confirmed without being delivered. What a crash of the sender had accepted is lost.
 *
 * That one thing is a counter on disk, moved before the id is used. Lampson asks for no more than ids that
 * never repeat, and a clock or a die will do as well. It is all that stands against the theorem that no
 * protocol tolerates crashes that lose its state (Fekete, Lynch, Mansour and Spinelli 1993): with the
 * counter in memory the handshake is worth nothing, see `flawed/receiver-counts-in-memory.ts`.
 *
 * TCP opens a connection by the first three of these packets, and sends its data in the third.
 *
 * Otherwise than there: ids are only compared for equality there, so that an old `needId` that arrives once
 * more costs an exchange of its own, and the sender answers the old `accept` by `done`; one that is duplicated
 * for ever keeps the receiver busy for ever. Here ids are numbers that grow: the receiver passes over a
 * `needId` that is older than one that it has answered, and a newer one takes the place of an exchange in
 * which nothing was delivered. Left out: a timer of the receiver; it repeats itself when it is asked again.
 */
import {
  abandon,
  accept,
  arm,
  confirm,
  deliver,
  protocol,
  remember,
  send,
  write,
} from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';

export type ToReceiver =
  | { type: 'needId'; attempt: number }
  | { type: 'send'; number: number; message: Message }
  | { type: 'done'; number: number };
export type ToSender =
  { type: 'accept'; attempt: number; number: number } | { type: 'ack'; number: number; known: boolean };
export type Sender = {
  disk: { next: number };
  /** `attempt` is the j of the first of the waiting messages, `number` the i that was accepted for it. */
  memory: { waiting: readonly Message[]; attempt: number | null; number: number | null };
  sends: ToReceiver;
  receives: ToSender;
  timer: 'retransmit';
};
export type Receiver = {
  disk: { next: number };
  memory: { current: Exchange | null; latest: number };
  sends: ToSender;
  receives: ToReceiver;
};
export type Exchange = { attempt: number; number: number; delivered: boolean };

const needId = (attempt: number) => send<ToReceiver>({ type: 'needId', attempt });
const under = (number: number, message: Message) => send<ToReceiver>({ type: 'send', number, message });
const done = (number: number) => send<ToReceiver>({ type: 'done', number });
const ack = (number: number, known: boolean) => send<ToSender>({ type: 'ack', number, known });

/** Makes up an id for the first of the waiting messages, and asks for one in return. */
export const begin = (waiting: readonly Message[], next: number) =>
  waiting.length === 0
    ? [remember({ waiting, attempt: null, number: null })]
    : [
        write({ next: next + 1 }), // first, so that it is never given again
        remember({ waiting, attempt: next, number: null }),
        needId(next),
        arm('retransmit'),
      ];

export const sender: Role<Sender> = {
  disk: { next: 0 },
  memory: { waiting: [], attempt: null, number: null },
  upon: {
    submit: ({ disk, memory: { waiting } }, message) => [
      remember({ waiting: [...waiting, message] }),
      accept(message),
      ...(waiting.length === 0 ? begin([message], disk.next) : []),
    ],
    receive: ({ disk, memory: { waiting, attempt, number } }, packet) => {
      const [first, ...others] = waiting;
      if (packet.type === 'accept' && packet.attempt === attempt && number === null && first !== undefined) {
        return [remember({ number: packet.number }), under(packet.number, first)];
      }
      if (packet.number !== number || first === undefined) {
        return packet.type === 'ack' && packet.known ? [done(packet.number)] : []; // of an older exchange
      }
      if (packet.type === 'accept') return []; // once more
      return packet.known
        ? [confirm(first), done(packet.number), ...begin(others, disk.next)]
        : [abandon(first), ...begin(others, disk.next)];
    },
    timeout: ({
      memory: {
        waiting: [first],
        attempt,
        number,
      },
    }) => {
      if (first === undefined || attempt === null) return [];
      return [number === null ? needId(attempt) : under(number, first), arm('retransmit')];
    },
  },
};

/** What the receiver last said in an exchange. */
const repeated = ({ attempt, number, delivered }: Exchange) =>
  delivered ? ack(number, true) : send<ToSender>({ type: 'accept', attempt, number });

export const receiver: Role<Receiver> = {
  disk: { next: 0 },
  memory: { current: null, latest: -1 },
  upon: {
    receive: ({ disk, memory: { current, latest } }, packet) => {
      switch (packet.type) {
        case 'needId': {
          if (packet.attempt < latest) return []; // the sender has moved on since
          if (current !== null && (current.delivered || packet.attempt === latest))
            return [repeated(current)];
          if (packet.attempt === latest) return []; // that exchange is done
          const exchange = { attempt: packet.attempt, number: disk.next, delivered: false };
          return [
            write({ next: disk.next + 1 }), // first, so that it is never given again
            remember({ current: exchange, latest: packet.attempt }),
            repeated(exchange),
          ];
        }
        case 'send':
          if (current?.number !== packet.number) return [ack(packet.number, false)];
          return current.delivered
            ? [ack(packet.number, true)]
            : [
                deliver(packet.message),
                remember({ current: { ...current, delivered: true } }),
                ack(packet.number, true),
              ];
        case 'done':
          return current?.number === packet.number ? [remember({ current: null })] : [];
      }
    },
  },
};

export const fivePacketHandshake = protocol({
  name: 'five-packet-handshake',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
