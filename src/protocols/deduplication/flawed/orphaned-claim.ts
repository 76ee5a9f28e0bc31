/**
 * An idempotency key, but nobody looks after the claims when the server comes back from a crash.
 *
 * The claim says that the work is under way, and the worker is gone. Every retry is answered 409 Conflict, for
 * ever: the message was accepted, nothing is lost on any link, and it is never delivered.
 */
import { protocol } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { client, server as right } from '../idempotency-key.ts';
import type { Server } from '../idempotency-key.ts';

const server: Role<Server> = { ...right, upon: { ...right.upon, restart: () => [] } };

export const orphanedClaim = protocol({
  name: 'orphaned-claim',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
});
