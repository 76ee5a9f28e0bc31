/**
 * At least once, but the sender accepts a message before it has stored it.
 *
 * The promise is made one line too early: a crash between the two forgets a message that is already owed.
 */
import { accept, arm, protocol, write } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { data, receiver, sender as right } from '../at-least-once.ts';
import type { Sender } from '../at-least-once.ts';

const sender: Role<Sender> = {
  ...right,
  upon: {
    ...right.upon,
    submit: ({ disk }, message) => [
      accept(message), // too early
      write({ outbox: [...disk.outbox, message] }),
      data(message),
      arm('retransmit'),
    ],
  },
};

export const acceptBeforeWrite = protocol({
  name: 'accept-before-write',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
