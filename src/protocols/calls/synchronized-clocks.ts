/**
 * At-most-once messages with synchronised clocks (Liskov, Shrira, Wroclawski 1991): no handshake, and no record
 * for each message on stable storage.
 *
 * A message carries a timestamp from its sender's clock, each one later than the last. The receiver remembers
 * the timestamp of the last message that it delivered for the sender, and takes only what is later. After a
 * while it forgets the sender, and keeps a bound instead: whatever is not later than `lower` is too old to be
 * told from a duplicate, and is refused. With clocks that are close together, and packets that do not live
 * long, what is refused is hardly ever new: the bound on the skew is needed for performance, not for
 * correctness. A late message is lost, and never delivered twice; the sender is told that it was refused, and
 * says that it does not know.
 *
 * A crash must not bring the bound down. On disk is `upper`, moved ahead in steps: nothing later than `upper`
 * is delivered before `upper` is moved. A receiver that restarts takes it for its lower bound, for whatever it
 * delivered before the crash was not later. So one write is good for many messages, and what it costs is that
 * for a while after a crash new messages are refused, too.
 *
 * Otherwise than there: `upper` is moved when a message asks for it and not by a clock, there is one sender,
 * and the sender keeps its last timestamp on disk, where the original relies on a clock that has gone on.
 * Left out: the procedure calls and byte streams that are built on it.
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

export type Data = { type: 'data'; timestamp: number; message: Message };
export type Answer = { type: 'ack'; timestamp: number } | { type: 'refused'; timestamp: number };
export type Sender = {
  clock: true;
  disk: { latest: number };
  memory: { waiting: readonly Message[] };
  sends: Data;
  receives: Answer;
  timer: 'retransmit';
};
export type Receiver = {
  clock: true;
  disk: { upper: number };
  /** `last` is what it delivered last for the sender; null once it has forgotten the sender, or crashed. */
  memory: { last: number | null; lower: number | null };
  sends: Answer;
  receives: Data;
  timer: 'forget';
};

/** How long a sender is remembered: the lifetime of a packet and the skew of the clocks. */
const remembered = 2;
/** How far the bound on disk is moved ahead at once. */
const ahead = 1;

export const data = (timestamp: number, message: Message) => send<Data>({ type: 'data', timestamp, message });

/** Gives the first of the waiting messages its timestamp, and sends it. */
const begin = ([first]: readonly Message[], latest: number, now: number) => {
  if (first === undefined) return [];
  const timestamp = Math.max(now, latest + 1);
  return [write({ latest: timestamp }), data(timestamp, first), arm('retransmit')];
};

export const sender: Role<Sender> = {
  clock: true,
  disk: { latest: 0 },
  memory: { waiting: [] },
  upon: {
    submit: ({ disk: { latest }, memory: { waiting }, now }, message) => [
      remember({ waiting: [...waiting, message] }),
      ...(waiting.length === 0 ? begin([message], latest, now) : []),
      accept(message),
    ],
    receive: ({ disk: { latest }, memory: { waiting }, now }, { type, timestamp }) => {
      const [first, ...others] = waiting;
      if (first === undefined || timestamp !== latest) return [];
      return [
        remember({ waiting: others }),
        ...begin(others, latest, now),
        type === 'ack' ? confirm(first) : abandon(first), // delivered, or perhaps
      ];
    },
    timeout: ({
      disk: { latest },
      memory: {
        waiting: [first],
      },
    }) => (first === undefined ? [] : [data(latest, first), arm('retransmit')]),
  },
};

export const receiver: Role<Receiver> = {
  clock: true,
  disk: { upper: 0 },
  memory: { last: null, lower: null },
  upon: {
    receive: ({ disk: { upper }, memory: { last, lower } }, { timestamp, message }) => {
      if (timestamp === last) return [send({ type: 'ack', timestamp })]; // once more
      if (timestamp <= (last ?? lower ?? upper)) return [send({ type: 'refused', timestamp })];
      return [
        ...(timestamp > upper ? [write({ upper: timestamp + ahead })] : []), // before it is delivered
        remember({ last: timestamp, lower: lower ?? upper }),
        deliver(message),
        send({ type: 'ack', timestamp }),
        arm('forget'),
      ];
    },
    timeout: ({ memory: { last, lower }, now }) => {
      if (last === null) return [];
      return last <= now - remembered
        ? [remember({ last: null, lower: Math.max(lower ?? 0, now - remembered) })]
        : [arm('forget')];
    },
  },
};

export const synchronizedClocks = protocol({
  name: 'synchronized-clocks',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
