/**
 * Numbered stop and wait, but the receiver keeps its number in memory.
 *
 * A crash sets it back to the start, and the first message, should it be sent again, is delivered again. When
 * it is not sent again the two numbers never meet, and the link is stuck for ever.
 */
import { deliver, protocol, remember } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { ack } from '../numbered.ts';
import type { Ack, Data } from '../numbered.ts';
import { sender } from '../numbered-stop-and-wait.ts';

type Receiver = { memory: { expected: number }; sends: Ack; receives: Data };

const receiver: Role<Receiver> = {
  memory: { expected: 0 }, // forgotten in a crash
  upon: {
    receive: ({ memory: { expected } }, { number, message }) =>
      number === expected
        ? [deliver(message), remember({ expected: expected + 1 }), ack(number)]
        : [ack(number)],
  },
};

export const expectedInMemory = protocol({
  name: 'expected-in-memory',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
