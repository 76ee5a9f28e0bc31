/**
 * Fire and forget, but the sender sends everything twice, to be on the safe side.
 *
 * Nothing filters the second copy, so it is delivered twice on the calmest of links.
 */
import { accept, protocol, send } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import type { Sender } from '../at-most-once.ts';
import { receiver } from '../fire-and-forget.ts';

const sender: Role<Sender> = {
  upon: {
    submit: (_, message) => [
      accept(message),
      send({ type: 'data', message }),
      send({ type: 'data', message }), // to be on the safe side
    ],
  },
};

export const sentTwice = protocol({
  name: 'sent-twice',
  roles: { sender, receiver },
  links: ['sender -> receiver'],
});
