/**
 * A queue that gives a message a limited number of times and then moves it to a dead-letter queue.
 *
 * The queue counts how often a message was received, and when it is to be received once more than
 * maxReceiveCount, it moves the message to the dead-letter queue instead (Amazon SQS, "redrive policy"). So a
 * message that no consumer can process does not come back for ever. It is a loss, and the only question is
 * whether it is declared.
 *
 * Here somebody looks into the dead-letter queue, and tells the one who sent the message. What can be told is
 * "unknown" (`abandon`) and no more: every receive was a try, whose delete may be what was lost. That it was
 * not processed (`reject`) would be a promise that cannot be kept (`flawed/rejects-dead-letters.ts`); that it
 * was would be another. Where nobody looks, the loss is silent (`flawed/unwatched-dead-letters.ts`).
 *
 * Order is lost with the first message that has to come again; SQS warns of a dead-letter queue behind a queue
 * whose order matters.
 *
 * The consumer filters duplicates by the id of the message, like the one of exactly once, so that each message
 * is processed at most once; without that it would be as often as it was received.
 *
 * Left out: why a message could not be processed, and so processing that fails; here it is packets and
 * consumers that do. Redriving dead letters into the queue. Retention, by which dead letters get lost in turn.
 * Everything that `visibility-timeout.ts` leaves out, and the second consumer.
 */
import { abandon, accept, arm, protocol, send, settle, write } from '../../model/index.ts';
import type { Effects, Message, Role } from '../../model/index.ts';
import { receiver as consumer } from '../exactly-once.ts';
import type { Ack, Data } from '../at-least-once.ts';

export type Stored = { message: Message; receives: number };
export type Queue = {
  disk: { stored: readonly Stored[]; dead: readonly Message[] };
  sends: Data;
  receives: Ack;
  timer: 'visibility timeout';
};

const maxReceiveCount = 2;

const give = (message: Message) => send<Data>({ type: 'data', message });

/** Moves dead letters, and gives everything else once more. */
const giveAgain = ({ stored, dead }: Queue['disk'], told: Telling): Effects<Queue> => {
  const living = stored.filter(({ receives }) => receives < maxReceiveCount);
  const letters = stored.filter((entry) => !living.includes(entry)).map(({ message }) => message);
  return [
    ...letters.flatMap(told), // first: were it moved first, a crash would leave nobody to tell
    write({
      stored: living.map(({ message, receives }) => ({ message, receives: receives + 1 })),
      dead: [...dead, ...letters],
    }),
    ...living.map(({ message }) => give(message)),
    ...(living.length > 0 ? [arm('visibility timeout' as const)] : []),
  ];
};

/** What the one who sent a message is told when it is a dead letter. */
export type Telling = (message: Message) => Effects<Queue>;

export const queueThat = (told: Telling): Role<Queue> => ({
  disk: { stored: [], dead: [] },
  upon: {
    submit: ({ disk: { stored } }, message) => [
      write({ stored: [...stored, { message, receives: 1 }] }),
      accept(message),
      give(message),
      arm('visibility timeout'),
    ],
    receive: ({ disk: { stored } }, { id }) => [
      write({ stored: stored.filter(({ message }) => message.id !== id) }),
      ...stored.filter(({ message }) => message.id === id).map(({ message }) => settle(message)),
    ],
    timeout: ({ disk }) => (disk.stored.length > 0 ? giveAgain(disk, told) : []),
    restart: ({ disk: { stored } }) => (stored.length > 0 ? [arm('visibility timeout')] : []),
  },
});

export const deadLetterQueue = protocol({
  name: 'dead-letter-queue',
  roles: { queue: queueThat((message) => [abandon(message)]), consumer },
  links: ['queue -> consumer', 'consumer -> queue'],
});
