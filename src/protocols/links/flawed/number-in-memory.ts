/**
 * Numbered stop and wait, but the sender keeps its number in memory and only the messages on disk.
 *
 * A crash sets the number back to the start. The receiver's number is not set back, so the next message is
 * taken for one that was long since delivered: it is acknowledged, confirmed, and lost.
 */
import { accept, arm, confirm, protocol, remember, write } from '../../../model/index.ts';
import type { Message, Role } from '../../../model/index.ts';
import type { Ack, Data } from '../numbered.ts';
import { receiver, sendFirst } from '../numbered-stop-and-wait.ts';

type Sender = {
  disk: { waiting: readonly Message[] };
  memory: { number: number };
  sends: Data;
  receives: Ack;
  timer: 'retransmit';
};

const sender: Role<Sender> = {
  disk: { waiting: [] },
  memory: { number: 0 }, // forgotten in a crash
  upon: {
    submit: ({ disk: { waiting }, memory: { number } }, message) => [
      write({ waiting: [...waiting, message] }),
      accept(message),
      ...(waiting.length === 0 ? sendFirst([message], number) : []),
    ],
    receive: ({ disk: { waiting }, memory: { number } }, acknowledged) => {
      const [first, ...others] = waiting;
      if (first === undefined || acknowledged.number !== number) return [];
      return [
        remember({ number: number + 1 }),
        write({ waiting: others }),
        confirm(first),
        ...sendFirst(others, number + 1),
      ];
    },
    timeout: ({ disk: { waiting }, memory: { number } }) => sendFirst(waiting, number),
    restart: ({ disk: { waiting } }) => (waiting.length > 0 ? [arm('retransmit')] : []),
  },
};

export const numberInMemory = protocol({
  name: 'number-in-memory',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
