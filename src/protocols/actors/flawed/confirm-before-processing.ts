/**
 * Reliable delivery with a durable queue, but the consumer confirms a message before it has processed it.
 *
 * The producer stores the confirmation, the consumer crashes over its work, and nobody will send it again: the
 * queue is durable and the message is gone.
 */
import { arm, deliver, protocol, remember, send } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { consumer as right } from '../consumer-controller.ts';
import type { Consumer } from '../consumer-controller.ts';
import { producer } from '../durable-producer-queue.ts';

const consumer: Role<Consumer> = {
  ...right,
  upon: {
    ...right.upon,
    receive: (state, packet, from) => {
      const effects = right.upon.receive!(state, packet, from);
      if (!effects.some(({ type }) => type === 'deliver')) return effects;
      const { producer: address, seqNr, message } = packet;
      return [
        remember({ producer: address, receivedSeqNr: seqNr, resending: false }),
        send({ type: 'Ack', producer: address, confirmedSeqNr: seqNr }), // too early
        deliver(message),
        arm('retry'),
      ];
    },
  },
};

export const confirmBeforeProcessing = protocol({
  name: 'confirm-before-processing',
  roles: { producer, consumer },
  links: ['producer -> consumer', 'consumer -> producer'],
});
