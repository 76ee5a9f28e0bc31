/**
 * Numbered stop and wait, but the acknowledgement does not carry the number.
 *
 * Numbering the messages keeps the receiver from delivering twice, and does nothing for the sender: one early
 * timeout makes two acknowledgements of the first message, the second of them confirms the next message, and
 * that one may just have been lost.
 */
import { atomically, confirm, deliver, protocol, send, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import type { Data } from '../numbered.ts';
import { sendFirst, sender as right } from '../numbered-stop-and-wait.ts';
import type { Sender as Right } from '../numbered-stop-and-wait.ts';

type Ack = { type: 'ack' };
type Sender = Omit<Right, 'receives'> & { receives: Ack };
type Receiver = { disk: { expected: number }; sends: Ack; receives: Data };

const sender: Role<Sender> = {
  disk: right.disk,
  upon: {
    ...right.upon,
    receive: ({ disk: { waiting, number } }) => {
      const [first, ...others] = waiting;
      if (first === undefined) return [];
      return [
        write({ waiting: others, number: number + 1 }),
        confirm(first),
        ...sendFirst(others, number + 1),
      ];
    },
  },
};

const receiver: Role<Receiver> = {
  disk: { expected: 0 },
  upon: {
    receive: ({ disk: { expected } }, { number, message }) =>
      number === expected
        ? [atomically(deliver(message), write({ expected: expected + 1 })), send({ type: 'ack' })]
        : [send({ type: 'ack' })],
  },
};

export const unnumberedAcknowledgement = protocol({
  name: 'unnumbered-acknowledgement',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
