/**
 * Selective repeat: a window at both ends, and only what is missing is sent again.
 *
 * The sender has up to `window` messages under way, numbered modulo `modulus`, each acknowledged by itself;
 * when its timer fires it sends again those that are not. The receiver keeps what arrives within its own
 * window, in any order, acknowledges it, and delivers in order as soon as nothing is missing before it.
 *
 * The modulus must be at least `2 * window`. When the receiver has everything and the sender knows of nothing,
 * the receiver's window lies just beyond the sender's, and the numbers in the two must all differ: with one
 * number less the oldest message, sent again, falls into the receiver's window as a new one
 * (`flawed/modulus-too-small.ts`). On a link that reorders no modulus is large enough, as for go back n.
 *
 * An acknowledgement says that a message was kept, not that it was delivered. The sender confirms a message
 * only when everything before it is acknowledged too, which is when it must have been delivered; to confirm
 * it at once is `flawed/confirms-what-is-kept.ts`. Windows and numbers live in memory, and a receiver that
 * crashes loses what it kept and acknowledged: that is lost without a word.
 *
 * Left out: a timer for each message (one timer that may fire at any moment sends each of them again, and
 * nothing is assumed about when), and negative acknowledgements (HDLC's SREJ).
 */
import { accept, arm, confirm, deliver, protocol, remember } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';
import type { Numbering } from './go-back-n.ts';
import { ack, ahead, data } from './numbered.ts';
import type { Ack, Data } from './numbered.ts';

export type Waiting = { message: Message; acknowledged: boolean };
export type Sender = {
  /** The first of those that wait has the number `base`; those within the window are under way. */
  memory: { waiting: readonly Waiting[]; base: number };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};
/** What is kept stands at its distance from the expected number; where nothing is kept stands null. */
export type Receiver = {
  memory: { expected: number; kept: readonly (Message | null)[] };
  sends: Ack;
  receives: Data;
};

export const senderWith = ({ window, modulus }: Numbering): Role<Sender> => {
  /** Those in the window from the place `from` on that are not acknowledged, each with its number. */
  const dataFrom = (from: number, waiting: readonly Waiting[], base: number) =>
    waiting
      .slice(0, window)
      .flatMap(({ message, acknowledged }, place) =>
        place < from || acknowledged ? [] : [data((base + place) % modulus, message)],
      );

  return {
    memory: { waiting: [], base: 0 },
    upon: {
      submit: ({ memory: { waiting, base } }, message) => {
        const all = [...waiting, { message, acknowledged: false }];
        return [
          remember({ waiting: all }),
          accept(message),
          ...dataFrom(waiting.length, all, base),
          arm('retransmit'),
        ];
      },
      receive: ({ memory: { waiting, base } }, { number }) => {
        const place = ahead(number, base, modulus);
        if (place >= Math.min(window, waiting.length)) return [];
        const marked = waiting.map((entry, at) => (at === place ? { ...entry, acknowledged: true } : entry));
        const missing = marked.findIndex(({ acknowledged }) => !acknowledged);
        const done = missing === -1 ? marked.length : missing;
        return [
          remember({ waiting: marked.slice(done), base: (base + done) % modulus }),
          ...marked.slice(0, done).map(({ message }) => confirm(message)),
          ...dataFrom(window - done, marked.slice(done), (base + done) % modulus),
        ];
      },
      timeout: ({ memory: { waiting, base } }) =>
        waiting.length > 0 ? [...dataFrom(0, waiting, base), arm('retransmit')] : [],
    },
  };
};

const receiverWith = ({ window, modulus }: Numbering): Role<Receiver> => {
  const nothing: readonly null[] = Array.from({ length: window }, () => null);
  return {
    memory: { expected: 0, kept: nothing },
    upon: {
      receive: ({ memory: { expected, kept } }, { number, message }) => {
        const place = ahead(number, expected, modulus);
        if (place >= window) return [ack(number)]; // an old one, whose acknowledgement may have been lost
        const all = kept.with(place, message);
        const missing = all.indexOf(null);
        const complete = all.slice(0, missing === -1 ? window : missing);
        return [
          ...complete.flatMap((next) => (next === null ? [] : [deliver(next)])),
          remember({
            expected: (expected + complete.length) % modulus,
            kept: [...all, ...nothing].slice(complete.length, complete.length + window),
          }),
          ack(number),
        ];
      },
    },
  };
};

/**
 * Selective repeat with any window and any modulus.
 *
 * @example
 * selectiveRepeat('selective-repeat', { window: 4, modulus: 8 }); // numbers of three bits
 */
export const selectiveRepeat = (name: string, numbering: Numbering) =>
  protocol({
    name,
    roles: { sender: senderWith(numbering), receiver: receiverWith(numbering) },
    links: ['sender -> receiver', 'receiver -> sender'],
  });

export const selectiveRepeatOfTwo = selectiveRepeat('selective-repeat', { window: 2, modulus: 4 });
