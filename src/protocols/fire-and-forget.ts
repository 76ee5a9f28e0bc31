/**
 * Fire and forget: what everyone starts with, and what UDP and MQTT's quality of service 0 do.
 *
 * The sender, that of at most once, sends once and remembers nothing; the receiver delivers whatever arrives. It is at most once
 * only where the links never duplicate: the guarantee is borrowed from them, nothing here enforces it.
 *
 * Left out: nothing. There is no state to leave out.
 */
import { deliver, protocol } from '../model/index.ts';
import type { Role } from '../model/index.ts';
import { sender } from './at-most-once.ts';
import type { Data } from './at-most-once.ts';

type Receiver = { receives: Data };

export const receiver: Role<Receiver> = {
  upon: {
    receive: (_, { message }) => [deliver(message)],
  },
};

export const fireAndForget = protocol({
  name: 'fire-and-forget',
  roles: { sender, receiver },
  links: ['sender -> receiver'],
});
