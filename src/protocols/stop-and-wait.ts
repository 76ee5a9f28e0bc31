/**
 * Stop and wait: one message under way at a time, the simplest protocol that survives loss.
 *
 * The sender keeps waiting messages in memory, sends the first of them until its acknowledgement comes, and
 * only then turns to the next. Messages are first delivered in order even on links that reorder, because
 * there is never a second one under way. A crash of the sender forgets what was waiting. The receiver is
 * that of at least once.
 *
 * Left out: numbering messages modulo two, which is the alternating-bit protocol; here ids are unbounded.
 */
import { accept, arm, confirm, protocol, remember } from '../model/index.ts';
import type { Message, Role } from '../model/index.ts';
import { data, receiver } from './at-least-once.ts';
import type { Ack, Data } from './at-least-once.ts';

export type Sender = {
  memory: { waiting: readonly Message[] };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};

/** Sends the first of the waiting messages, if there is one, and will send it again. */
export const sendFirst = ([first]: readonly Message[]) =>
  first === undefined ? [] : [data(first), arm('retransmit')];

export const sender: Role<Sender> = {
  memory: { waiting: [] },
  upon: {
    submit: ({ memory: { waiting } }, message) => [
      remember({ waiting: [...waiting, message] }),
      accept(message),
      ...(waiting.length === 0 ? sendFirst([message]) : []),
    ],
    receive: ({ memory: { waiting } }, { id }) => {
      const [first, ...others] = waiting;
      return first?.id === id ? [remember({ waiting: others }), confirm(first), ...sendFirst(others)] : [];
    },
    timeout: ({ memory: { waiting } }) => sendFirst(waiting),
  },
};

export const stopAndWait = protocol({
  name: 'stop-and-wait',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
