/**
 * Go back n: a window of messages under way at once, and a receiver that takes them in order only.
 *
 * The sender has up to `window` messages under way, numbered modulo `modulus`; when its timer fires it goes
 * back and sends all of them again. The receiver delivers the number that it expects, drops every other, and
 * answers each packet with the number that it now expects: all that lies before that number is acknowledged
 * (a cumulative acknowledgement; HDLC calls the packet RR, receive ready).
 *
 * The modulus must be at least `window + 1`. A full window acknowledged at once moves the expected number by
 * `window`; with only so many numbers that is not moving it at all, and "all of them arrived" reads like "none
 * of them did": see `flawed/modulus-of-the-window.ts`. One number more is enough, but only on links that keep
 * order. On one that reorders, a late copy whose number has come round is taken for a new message, whatever
 * the modulus.
 *
 * Window and numbers live in memory. A crash of either side leaves the two numbers apart, and what the other
 * side makes of it is worse than silence: the number a forgetful receiver expects reads like an
 * acknowledgement of all that is under way (Fekete, Lynch, Mansour and Spinelli 1993: nothing that loses its
 * state in a crash can do better).
 *
 * Left out: negative acknowledgements (HDLC's REJ), which save time and change no guarantee, and
 * acknowledgements on the back of data the other way.
 */
import { accept, arm, confirm, deliver, protocol, remember } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';
import { ack, ahead, data } from './numbered.ts';
import type { Ack, Data } from './numbered.ts';

export type Sender = {
  /** The first of the waiting messages has the number `base`; those within the window are under way. */
  memory: { waiting: readonly Message[]; base: number };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
export type Receiver = { memory: { expected: number }; sends: Ack; receives: Data };

/** How many may be under way at once, and after how many the numbers start again. */
export interface Numbering {
  readonly window: number;
  readonly modulus: number;
}

const senderWith = ({ window, modulus }: Numbering): Role<Sender> => {
  /** Those of the messages that lie in the window from the place `from` on, each with its number. */
  const dataFrom = (from: number, waiting: readonly Message[], base: number) =>
    waiting.slice(from, window).map((message, place) => data((base + from + place) % modulus, message));

  return {
    memory: { waiting: [], base: 0 },
    upon: {
      submit: ({ memory: { waiting, base } }, message) => [
        remember({ waiting: [...waiting, message] }),
        accept(message),
        ...dataFrom(waiting.length, [...waiting, message], base),
        arm('retransmit'),
      ],
      receive: ({ memory: { waiting, base } }, { number }) => {
        const outstanding = Math.min(window, waiting.length);
        const acknowledged = ahead(number, base, modulus);
        if (acknowledged === 0 || acknowledged > outstanding) return [];
        const others = waiting.slice(acknowledged);
        return [
          remember({ waiting: others, base: number }),
          ...waiting.slice(0, acknowledged).map(confirm),
          ...dataFrom(outstanding - acknowledged, others, number),
        ];
      },
      timeout: ({ memory: { waiting, base } }) =>
        waiting.length > 0 ? [...dataFrom(0, waiting, base), arm('retransmit')] : [],
    },
  };
};

const receiverWith = ({ modulus }: Numbering): Role<Receiver> => ({
  memory: { expected: 0 },
  upon: {
    receive: ({ memory: { expected } }, { number, message }) => {
      if (number !== expected) return [ack(expected)];
      const next = (expected + 1) % modulus;
      return [deliver(message), remember({ expected: next }), ack(next)];
    },
  },
});

/**
 * Go back n with any window and any modulus.
 *
 * @example
 * goBackN('go-back-n', { window: 7, modulus: 8 }); // HDLC with numbers of three bits
 */
export const goBackN = (name: string, numbering: Numbering) =>
  protocol({
    name,
    roles: { sender: senderWith(numbering), receiver: receiverWith(numbering) },
    links: ['sender -> receiver', 'receiver -> sender'],
  });

export const goBackTwo = goBackN('go-back-n', { window: 2, modulus: 3 });
