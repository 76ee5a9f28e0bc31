/**
 * Stenning's protocol (Stenning 1976): one number for each message, and no number twice.
 *
 * The sender keeps sending the first of its waiting messages with its number, until the acknowledgement of
 * that number comes. The receiver delivers the message whose number follows the last that it delivered, and
 * acknowledges every number that it has reached. Numbers only grow, so nothing that arrives late can be
 * mistaken for something new: links may lose, duplicate and reorder.
 *
 * The price is that headers grow without bound, and on links that reorder nothing less will do (Lynch,
 * Mansour and Fekete 1988); with numbers that wrap around it is `flawed/wrapped-numbers.ts`. Both numbers
 * live in memory, and a crash of either side sets one of them back to the start: a sender that starts again
 * has its first messages taken for old ones, acknowledged and lost; a receiver that starts again waits for
 * numbers that never come again, or delivers them again when they do. With the numbers on disk it is
 * `numbered-stop-and-wait.ts`.
 *
 * Left out: several messages under way at once, of which `go-back-n.ts` and `selective-repeat.ts` show two
 * ways. This is the protocol as textbooks state it (Lynch 1996, chapter 22): one message at a time.
 */
import { accept, arm, confirm, deliver, protocol, remember } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';
import { ack, data } from './numbered.ts';
import type { Ack, Data } from './numbered.ts';

export type Sender = {
  memory: { waiting: readonly Message[]; number: number };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
export type Receiver = { memory: { last: number }; sends: Ack; receives: Data };

/** Sends the first of the waiting messages, if there is one, and will send it again. */
const sendFirst = ([first]: readonly Message[], number: number) =>
  first === undefined ? [] : [data(number, first), arm('retransmit')];

/** The number after another: the next integer, unless the flawed twin says otherwise. */
type Successor = (number: number) => number;

export const senderThatCounts = (after: Successor): Role<Sender> => ({
  memory: { waiting: [], number: after(0) },
  upon: {
    submit: ({ memory: { waiting, number } }, message) => [
      remember({ waiting: [...waiting, message] }),
      accept(message),
      ...(waiting.length === 0 ? sendFirst([message], number) : []),
    ],
    receive: ({ memory: { waiting, number } }, acknowledged) => {
      const [first, ...others] = waiting;
      if (first === undefined || acknowledged.number !== number) return [];
      const next = after(number);
      return [remember({ waiting: others, number: next }), confirm(first), ...sendFirst(others, next)];
    },
    timeout: ({ memory: { waiting, number } }) => sendFirst(waiting, number),
  },
});

export const receiverThatCounts = (after: Successor): Role<Receiver> => ({
  memory: { last: 0 },
  upon: {
    receive: ({ memory: { last } }, { number, message }) =>
      number === after(last) ? [deliver(message), remember({ last: number }), ack(number)] : [ack(last)], // an old one, whose acknowledgement may have been lost
  },
});

const next = (number: number) => number + 1;

export const stenning = protocol({
  name: 'stenning',
  roles: { sender: senderThatCounts(next), receiver: receiverThatCounts(next) },
  links: ['sender -> receiver', 'receiver -> sender'],
});
