/**
 * A queue with a visibility timeout, as in Amazon SQS: timeout-based delivery.
 *
 * The queue stores a message on its disk before it accepts it (SendMessage). A consumer that receives it
 * (ReceiveMessage) has it on a lease: for the visibility timeout nobody else is given the message. The
 * consumer processes it and then deletes it (DeleteMessage). If it is not deleted in time, because the
 * consumer crashed or because a packet was lost, the message becomes visible again and the next consumer is
 * given it.
 *
 * It is at least once, and no more: the lease says nothing about the work. A consumer that takes longer than
 * the timeout works on while another one begins, and nothing here stops either of them. "In time" is a timer
 * about whose duration nothing is assumed, so a timeout longer than any work is not assumed either.
 *
 * With a second consumer the message is delivered even if one link is cut off for ever.
 *
 * Left out: that consumers ask. They always have a ReceiveMessage waiting at the queue (long polling), and
 * take turns. Receipt handles, of which SQS gives a new one with every receive: a delete with an old one
 * succeeds there, "but the message might not be deleted", and deletes it here. ChangeMessageVisibility, the
 * heartbeat that prolongs a lease (see `stalled-jobs.ts`). The limit of receives and the dead-letter queue
 * (`dead-letter-queue.ts`). That a standard queue is distributed, and may give a message to two consumers by
 * itself, or once more after it was deleted. Retries of SendMessage by the producer, which make a second
 * message.
 */
import { accept, arm, deliver, protocol, send, settle, write } from '../../model/index.ts';
import type { Effects, Message, MessageId, Role } from '../../model/index.ts';

export type Received = { type: 'Message'; message: Message };
export type DeleteMessage = { type: 'DeleteMessage'; id: MessageId };
export type Queue = {
  disk: { stored: readonly Message[]; turn: 'first' | 'second' };
  sends: Received;
  receives: DeleteMessage;
  timer: 'visibility timeout';
};
export type Consumer = { sends: DeleteMessage; receives: Received };

export const give = (message: Message, to: Queue['disk']['turn']) =>
  send<Received>({ type: 'Message', message }, to);
export const remove = ({ id }: Message) => send<DeleteMessage>({ type: 'DeleteMessage', id });

/** What was not deleted in time is visible again, and goes to the other consumer. */
const giveAgain = ({ stored, turn }: Queue['disk']): Effects<Queue> => {
  const next = turn === 'first' ? 'second' : 'first';
  return [write({ turn: next }), ...stored.map((message) => give(message, next)), arm('visibility timeout')];
};

export const queue: Role<Queue> = {
  disk: { stored: [], turn: 'first' },
  upon: {
    submit: ({ disk: { stored, turn } }, message) => [
      write({ stored: [...stored, message] }),
      accept(message),
      give(message, turn),
      arm('visibility timeout'),
    ],
    receive: ({ disk: { stored } }, { id }) => [
      write({ stored: stored.filter((message) => message.id !== id) }),
      ...stored.filter((message) => message.id === id).map(settle),
    ],
    timeout: ({ disk }) => (disk.stored.length > 0 ? giveAgain(disk) : []),
    restart: ({ disk }) => (disk.stored.length > 0 ? [arm('visibility timeout')] : []),
  },
};

export const consumer: Role<Consumer> = {
  upon: {
    receive: (_, { message }) => [
      deliver(message),
      remove(message), // only now, when it need not be received again
    ],
  },
};

export const visibilityTimeout = protocol({
  name: 'visibility-timeout',
  roles: { queue, first: consumer, second: consumer },
  links: ['queue -> first', 'first -> queue', 'queue -> second', 'second -> queue'],
});
