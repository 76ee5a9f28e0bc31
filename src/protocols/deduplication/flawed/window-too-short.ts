/**
 * Deduplication within a window of time, but the window forgets the skew of the clocks.
 *
 * It covers how long the sender sends again and how long a packet lives. But the receiver's clock was a tick
 * behind the sender's when it delivered the message; by its own clock the last copy comes a tick too late, and
 * is new.
 */
import { protocol } from '../../../model/index.ts';
import { receiverThatRemembersFor, sender } from '../time-window.ts';

export const windowTooShort = protocol({
  name: 'window-too-short',
  roles: { sender, receiver: receiverThatRemembersFor(2) },
  links: ['sender -> receiver', 'receiver -> sender'],
});
