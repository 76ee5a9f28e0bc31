/**
 * Stalled jobs, but nobody listens for the event "failed".
 *
 * A job that has stalled too often is in a set that nobody looks at, or was removed from it (removeOnFail). For
 * whoever added it, it was accepted and then never heard of again.
 */
import { protocol } from '../../../model/index.ts';
import { queueThat, worker } from '../stalled-jobs.ts';

export const failsSilently = protocol({
  name: 'fails-silently',
  roles: { queue: queueThat(() => []), first: worker, second: worker },
  links: ['queue -> first', 'first -> queue', 'queue -> second', 'second -> queue'],
});
