/**
 * Stop and wait with numbered messages, numbered acknowledgements, and the numbers on disk.
 *
 * It is Stenning's protocol with stable storage. The sender stores a message before it accepts it, and moves
 * on to the next by one write that forgets the message and counts up. The receiver moves its number in one
 * atomic step with the delivery, so a crash leaves either both behind or neither. Then it survives whatever
 * leaves the disks in place: loss, duplication, reordering and crashes of both sides.
 *
 * The receiver changes its disk once for every message, and cannot do with less: exactly once with an
 * acknowledgement needs a change of stable state for every message that is received (Lampson 1993). One
 * number is all that it keeps, where `exactly-once.ts` keeps every id that it ever saw: the sender sends one
 * message at a time, so one number says which of them are done.
 *
 * Left out: several messages under way at once.
 */
import { accept, arm, atomically, confirm, deliver, protocol, write } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';
import { ack, data } from './numbered.ts';
import type { Ack, Data } from './numbered.ts';

export type Sender = {
  disk: { waiting: readonly Message[]; number: number };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
export type Receiver = { disk: { expected: number }; sends: Ack; receives: Data };

/** Sends the first of the waiting messages, if there is one, and will send it again. */
export const sendFirst = ([first]: readonly Message[], number: number) =>
  first === undefined ? [] : [data(number, first), arm('retransmit')];

export const sender: Role<Sender> = {
  disk: { waiting: [], number: 0 },
  upon: {
    submit: ({ disk: { waiting, number } }, message) => [
      write({ waiting: [...waiting, message] }),
      accept(message), // only now, when a crash can no longer lose it
      ...(waiting.length === 0 ? sendFirst([message], number) : []),
    ],
    receive: ({ disk: { waiting, number } }, acknowledged) => {
      const [first, ...others] = waiting;
      if (first === undefined || acknowledged.number !== number) return [];
      return [
        write({ waiting: others, number: number + 1 }), // both at once: a number stands for one message
        confirm(first),
        ...sendFirst(others, number + 1),
      ];
    },
    timeout: ({ disk: { waiting, number } }) => sendFirst(waiting, number),
    restart: ({ disk: { waiting } }) => (waiting.length > 0 ? [arm('retransmit')] : []),
  },
};

export const receiver: Role<Receiver> = {
  disk: { expected: 0 },
  upon: {
    receive: ({ disk: { expected } }, { number, message }) =>
      number === expected
        ? [atomically(deliver(message), write({ expected: expected + 1 })), ack(number)]
        : [ack(number)], // a duplicate, whose acknowledgement may have been lost
  },
};

export const numberedStopAndWait = protocol({
  name: 'numbered-stop-and-wait',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
