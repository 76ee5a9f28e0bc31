/**
 * Reliable delivery between two actors, as in Akka, with a `DurableProducerQueue`.
 *
 * The producer stores a message before it sends it, and stores that it is confirmed; all else is as in
 * `reliable-delivery.ts`, the consumer is the very same. When the producer is started again it loads what it
 * has not stored as confirmed and sends it anew, under its new address. "Even if the same ConsumerController
 * instance is used, there may be delivery of messages that had already been processed but the fact that they
 * were confirmed had not been stored yet" (Akka's documentation): nothing is lost any more, and what survives
 * the crash of the producer makes duplicates where there were none. The numbers filter only what one producer
 * sends twice; a message has no id that would outlive its producer's address.
 *
 * The links must keep their order even across the producer's crash, as Akka's do. Where they do not (in the
 * hostile world) a late first message of the predecessor makes the consumer turn back to an address at which
 * nobody answers any more.
 *
 * Left out: what `reliable-delivery.ts` leaves out, and that a confirmation may be stored later than it comes.
 */
import { accept, arm, confirm, protocol, remember, write } from '../../model/index.ts';
import type { Effects, Role } from '../../model/index.ts';
import { consumer } from './consumer-controller.ts';
import type { SequencedMessage, ToProducer } from './consumer-controller.ts';
import { sequenced } from './reliable-delivery.ts';
import type { Numbered } from './reliable-delivery.ts';

export type Producer = {
  disk: { address: number; nextSeqNr: number; unconfirmed: readonly Numbered[] };
  memory: { firstSeqNr: number };
  sends: SequencedMessage;
  receives: ToProducer;
  timer: 'resend first';
};

/** Lets the numbers begin anew for the consumer, with the oldest that is unconfirmed. */
const begin = ({ address, nextSeqNr, unconfirmed }: Producer['disk'], count: number): Effects<Producer> => {
  const firstSeqNr = unconfirmed[0]?.seqNr ?? nextSeqNr;
  return [
    remember({ firstSeqNr }),
    ...sequenced(address, firstSeqNr, unconfirmed.slice(0, count)),
    arm('resend first'),
  ];
};

export const producer: Role<Producer> = {
  disk: { address: 1, nextSeqNr: 1, unconfirmed: [] },
  memory: { firstSeqNr: 1 },
  upon: {
    submit: ({ disk: { address, nextSeqNr, unconfirmed }, memory: { firstSeqNr } }, message) => {
      const numbered = { seqNr: nextSeqNr, message };
      return [
        write({ nextSeqNr: nextSeqNr + 1, unconfirmed: [...unconfirmed, numbered] }), // StoreMessageSent
        accept(message),
        ...sequenced(address, firstSeqNr, [numbered]),
        arm('resend first'),
      ];
    },
    receive: ({ disk, memory: { firstSeqNr } }, packet) => {
      const { address, unconfirmed } = disk;
      if (packet.type === 'RegisterConsumer') return begin(disk, 1);
      if (packet.producer !== address) return []; // for a predecessor
      if (packet.type === 'Resend') {
        return packet.fromSeqNr === 0
          ? begin(disk, unconfirmed.length)
          : sequenced(
              address,
              firstSeqNr,
              unconfirmed.filter(({ seqNr }) => seqNr >= packet.fromSeqNr),
            );
      }
      const left = unconfirmed.filter(({ seqNr }) => seqNr > packet.confirmedSeqNr);
      return [
        write({ unconfirmed: left }), // StoreMessageConfirmed
        ...unconfirmed
          .filter(({ seqNr }) => seqNr <= packet.confirmedSeqNr)
          .map(({ message }) => confirm(message)),
        ...(packet.type === 'Request' ? sequenced(address, firstSeqNr, left) : []),
      ];
    },
    timeout: ({ disk: { address, unconfirmed }, memory: { firstSeqNr } }) =>
      unconfirmed[0]?.seqNr === firstSeqNr
        ? [...sequenced(address, firstSeqNr, unconfirmed.slice(0, 1)), arm('resend first')]
        : [],
    restart: ({ disk: { address, nextSeqNr, unconfirmed } }) => [
      write({ address: address + 1 }),
      remember({ firstSeqNr: unconfirmed[0]?.seqNr ?? nextSeqNr }), // LoadState
      arm('resend first'),
    ],
  },
};

export const durableProducerQueue = protocol({
  name: 'durable-producer-queue',
  roles: { producer, consumer },
  links: ['producer -> consumer', 'consumer -> producer'],
});
