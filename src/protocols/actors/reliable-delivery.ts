/**
 * Reliable delivery between two actors, as in Akka (its "point-to-point" pattern), with everything in memory.
 *
 * The `ProducerController` wraps each message into a `SequencedMessage` with the next number. The
 * `ConsumerController` hands them to its consumer in the order of the numbers, and acknowledges (`Ack`) when
 * the consumer has confirmed that it has processed one. When a number is missing it asks for it (`Resend`);
 * when nothing comes, it says how far it is (`Request`), and everything unconfirmed is sent again. The first
 * message is marked as such and sent again until it is confirmed: with it a consumer learns of a producer whose
 * address is new, and where its numbers begin. A consumer that is new introduces itself (`RegisterConsumer`),
 * and what is unconfirmed then begins with a first message again.
 *
 * Akka's documentation promises three things, and the model finds them so: as long as neither side crashes, no
 * loss, no duplicate, and order; if the producer crashes, unconfirmed messages may be lost; if the consumer
 * crashes, unconfirmed messages that had been processed are delivered again. (What becomes of the second with
 * a store is `durable-producer-queue.ts`.) Each promise is tested by itself in `properties/protocols`.
 *
 * Left out: the flow-control window of `Request`, which bounds how many are under way; chunks of large messages;
 * stashing on the consumer's side (a delivery is one step here); switching resending off; two shortcuts that
 * only spare the wait for the next `Request` (sending the rest as soon as the first is confirmed, and answering
 * a first message that comes twice).
 */
import { accept, arm, confirm, protocol, remember, send, write } from '../../model/index.ts';
import type { Effects, Message, Role } from '../../model/index.ts';
import { consumer } from './consumer-controller.ts';
import type { SequencedMessage, ToProducer } from './consumer-controller.ts';

export type Numbered = { seqNr: number; message: Message };
export type Producer = {
  /** The producer's address. An actor system gives none twice; here a number on disk sees to that. */
  disk: { address: number };
  memory: { nextSeqNr: number; firstSeqNr: number; unconfirmed: readonly Numbered[] };
  sends: SequencedMessage;
  receives: ToProducer;
  timer: 'resend first';
};

/** Sends messages with their numbers; the one that is `firstSeqNr` is marked as the first. */
export const sequenced = (producer: number, firstSeqNr: number, unconfirmed: readonly Numbered[]) =>
  unconfirmed.map(({ seqNr, message }) =>
    send<SequencedMessage>({
      type: 'SequencedMessage',
      producer,
      seqNr,
      first: seqNr === firstSeqNr,
      message,
    }),
  );

export const producer: Role<Producer> = {
  disk: { address: 1 },
  memory: { nextSeqNr: 1, firstSeqNr: 1, unconfirmed: [] },
  upon: {
    submit: ({ disk: { address }, memory }, message) => {
      const numbered = { seqNr: memory.nextSeqNr, message };
      return [
        remember({ nextSeqNr: numbered.seqNr + 1, unconfirmed: [...memory.unconfirmed, numbered] }),
        accept(message),
        ...sequenced(address, memory.firstSeqNr, [numbered]),
        arm('resend first'),
      ];
    },
    receive: ({ disk: { address }, memory: { nextSeqNr, firstSeqNr, unconfirmed } }, packet) => {
      const [oldest] = unconfirmed;
      if (packet.type === 'RegisterConsumer') {
        return begin(address, oldest?.seqNr ?? nextSeqNr, unconfirmed.slice(0, 1));
      }
      if (packet.producer !== address) return []; // for a predecessor
      if (packet.type === 'Resend') {
        return packet.fromSeqNr === 0
          ? begin(address, oldest?.seqNr ?? nextSeqNr, unconfirmed)
          : sequenced(
              address,
              firstSeqNr,
              unconfirmed.filter(({ seqNr }) => seqNr >= packet.fromSeqNr),
            );
      }
      const left = unconfirmed.filter(({ seqNr }) => seqNr > packet.confirmedSeqNr);
      return [
        remember({ unconfirmed: left }),
        ...unconfirmed
          .filter(({ seqNr }) => seqNr <= packet.confirmedSeqNr)
          .map(({ message }) => confirm(message)),
        ...(packet.type === 'Request' ? sequenced(address, firstSeqNr, left) : []),
      ];
    },
    timeout: ({ disk: { address }, memory: { firstSeqNr, unconfirmed } }) =>
      unconfirmed[0]?.seqNr === firstSeqNr
        ? [...sequenced(address, firstSeqNr, unconfirmed.slice(0, 1)), arm('resend first')]
        : [],
    restart: ({ disk: { address } }) => [write({ address: address + 1 })],
  },
};

/** Lets the numbers begin anew for the consumer: its first message is now this one. */
const begin = (address: number, firstSeqNr: number, messages: readonly Numbered[]): Effects<Producer> => [
  remember({ firstSeqNr }),
  ...sequenced(address, firstSeqNr, messages),
  arm('resend first'),
];

export const reliableDelivery = protocol({
  name: 'reliable-delivery',
  roles: { producer, consumer },
  links: ['producer -> consumer', 'consumer -> producer'],
});
