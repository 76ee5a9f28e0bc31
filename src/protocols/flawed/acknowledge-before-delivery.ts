/**
 * At least once, but the receiver acknowledges a message before it has taken it.
 *
 * It is what "automatic acknowledgement" does in many clients: a crash between the two loses a message that
 * the sender has already struck off its list.
 */
import { deliver, protocol } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { ack, sender } from '../at-least-once.ts';
import type { Receiver } from '../at-least-once.ts';

const receiver: Role<Receiver> = {
  upon: {
    receive: (_, { message }) => [
      ack(message), // too early
      deliver(message),
    ],
  },
};

export const acknowledgeBeforeDelivery = protocol({
  name: 'acknowledge-before-delivery',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
