/**
 * An idempotency key, but the entry is completed after the effect, in a step of its own.
 *
 * It is what becomes of the key when the effect is a call to somebody else. A crash between the two leaves a
 * claim that looks like work that had no effect, the work is done anew, and the effect is there twice.
 */
import { deliver, protocol, write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { client, completed, isInProgress, response, server as right, workOn } from '../idempotency-key.ts';
import type { Server } from '../idempotency-key.ts';

const server: Role<Server> = {
  ...right,
  upon: {
    ...right.upon,
    timeout: ({ disk: { entries } }) => {
      const claim = entries.find(isInProgress);
      if (claim === undefined) return [];
      const after = completed(entries, claim.message);
      return [
        deliver(claim.message),
        write({ entries: after }), // too late
        response(claim.message),
        ...workOn(after),
      ];
    },
  },
};

export const completedAfterTheEffect = protocol({
  name: 'completed-after-the-effect',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
});
