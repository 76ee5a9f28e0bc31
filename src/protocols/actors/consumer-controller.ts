/**
 * The consumer's side of `reliable-delivery.ts` and of `durable-producer-queue.ts`: the `ConsumerController` and
 * the consumer, which are always on one machine. It keeps everything in memory.
 */
import { arm, deliver, remember, send } from '../../model/index.ts';
import type { Effects, Message, Role } from '../../model/index.ts';

/** Carries the producer's address, which is new whenever the producer is. */
export type SequencedMessage = {
  type: 'SequencedMessage';
  producer: number;
  seqNr: number;
  first: boolean;
  message: Message;
};
export type ToProducer =
  | { type: 'Ack' | 'Request'; producer: number; confirmedSeqNr: number }
  | { type: 'Resend'; producer: number; fromSeqNr: number }
  | { type: 'RegisterConsumer' };
export type Consumer = {
  memory: { producer: number; receivedSeqNr: number; resending: boolean };
  sends: ToProducer;
  receives: SequencedMessage;
  timer: 'retry';
};

export const take = ({ producer, seqNr, message }: SequencedMessage): Effects<Consumer> => [
  deliver(message),
  remember({ producer, receivedSeqNr: seqNr, resending: false }),
  send({ type: 'Ack', producer, confirmedSeqNr: seqNr }), // Confirmed: only now, when it is processed
  arm('retry'),
];

/** Asks for what is missing, and ignores what else is under way until it comes. */
const askFor = (producer: number, fromSeqNr: number): Effects<Consumer> => [
  remember({ resending: true }),
  send({ type: 'Resend', producer, fromSeqNr }),
  arm('retry'),
];
const register = send<ToProducer>({ type: 'RegisterConsumer' });
const request = (producer: number, confirmedSeqNr: number) =>
  send<ToProducer>({ type: 'Request', producer, confirmedSeqNr });

export const consumer: Role<Consumer> = {
  memory: { producer: 0, receivedSeqNr: 0, resending: false },
  upon: {
    receive: ({ memory: { producer, receivedSeqNr, resending } }, packet): Effects<Consumer> => {
      const isNew = packet.producer !== producer;
      if (isNew && packet.first) return take(packet);
      if (isNew) return receivedSeqNr === 0 && !resending ? askFor(packet.producer, 0) : [];
      if (packet.seqNr === receivedSeqNr + 1) return take(packet);
      return packet.seqNr > receivedSeqNr && !resending ? askFor(producer, receivedSeqNr + 1) : [];
    },
    timeout: ({ memory: { producer, receivedSeqNr } }) => [
      receivedSeqNr === 0 ? register : request(producer, receivedSeqNr),
      arm('retry'),
    ],
    restart: () => [arm('retry')],
  },
};
