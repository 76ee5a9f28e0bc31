/**
 * At least once, but the sender forgets to arm its timer again when it comes back after a crash.
 *
 * Everything is still on its disk, and nothing ever makes it look there.
 */
import { protocol } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { receiver, sender as right } from '../at-least-once.ts';
import type { Sender } from '../at-least-once.ts';

const sender: Role<Sender> = {
  ...right,
  upon: { ...right.upon, restart: () => [] },
};

export const forgetToRearm = protocol({
  name: 'forget-to-rearm',
  roles: { sender, receiver },
  links: ['sender -> receiver', 'receiver -> sender'],
});
