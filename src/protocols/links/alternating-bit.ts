/**
 * The alternating-bit protocol (Bartlett, Scantlebury, Wilkinson 1969): one message at a time, and one bit is
 * enough to number them.
 *
 * The sender keeps sending the first of its waiting messages with its bit, until an acknowledgement with that
 * bit comes; then it flips the bit and turns to the next. The receiver delivers what carries the bit that it
 * expects, and flips its own; whatever arrives it answers with the bit that came, for the acknowledgement of
 * a duplicate may be the first that gets through. An acknowledgement with the wrong bit is that of an older
 * message, and is passed over.
 *
 * One bit can tell a message from the one before it and from no other. On a link that keeps order nothing
 * older can still arrive. On a link that reorders, a late copy of the message before the last carries the
 * expected bit: it is delivered a second time, and the message whose place it takes is acknowledged and lost.
 *
 * Both bits live in memory, as in the original. A crash of the receiver sets its bit back to zero while the
 * sender's stands at one: the next message is taken for a duplicate, acknowledged and lost; a crash of the
 * sender does the same the other way round. No choice of bits repairs that (Fekete, Lynch, Mansour and
 * Spinelli 1993: no protocol tolerates crashes that lose its state).
 *
 * Left out: messages the other way with acknowledgements on their backs, for the original is full-duplex, and
 * damaged packets, which count as lost.
 */
import { accept, arm, confirm, deliver, protocol, remember, send } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';

export type Bit = 0 | 1;
export type Data = { type: 'data'; bit: Bit; message: Message };
export type Ack = { type: 'ack'; bit: Bit };
export type Sender = {
  memory: { waiting: readonly Message[]; bit: Bit };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
export type Receiver = { memory: { expected: Bit }; sends: Ack; receives: Data };

export const flipped = (bit: Bit): Bit => (bit === 0 ? 1 : 0);
export const ack = (bit: Bit) => send<Ack>({ type: 'ack', bit });

/** Sends the first of the waiting messages, if there is one, and will send it again. */
export const sendFirst = ([first]: readonly Message[], bit: Bit) =>
  first === undefined ? [] : [send<Data>({ type: 'data', bit, message: first }), arm('retransmit')];

export const sender: Role<Sender> = {
  memory: { waiting: [], bit: 0 },
  upon: {
    submit: ({ memory: { waiting, bit } }, message) => [
      remember({ waiting: [...waiting, message] }),
      accept(message),
      ...(waiting.length === 0 ? sendFirst([message], bit) : []),
    ],
    receive: ({ memory: { waiting, bit } }, acknowledged) => {
      const [first, ...others] = waiting;
      if (first === undefined || acknowledged.bit !== bit) return [];
      return [
        remember({ waiting: others, bit: flipped(bit) }),
        confirm(first),
        ...sendFirst(others, flipped(bit)),
      ];
    },
    timeout: ({ memory: { waiting, bit } }) => sendFirst(waiting, bit),
  },
};

export const receiver: Role<Receiver> = {
  memory: { expected: 0 },
  upon: {
    receive: ({ memory: { expected } }, { bit, message }) =>
      bit === expected ? [deliver(message), remember({ expected: flipped(expected) }), ack(bit)] : [ack(bit)], // a duplicate, whose acknowledgement may have been lost
  },
};

export const alternatingBit = protocol({
  name: 'alternating-bit',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
