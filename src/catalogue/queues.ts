import * as keeps from '../guarantees/index.ts';
import { deadLetterQueue } from '../protocols/queues/dead-letter-queue.ts';
import { fencingToken } from '../protocols/queues/fencing-token.ts';
import { deleteBeforeProcessing } from '../protocols/queues/flawed/delete-before-processing.ts';
import { effectOutsideTransaction } from '../protocols/queues/flawed/effect-outside-transaction.ts';
import { failsSilently } from '../protocols/queues/flawed/fails-silently.ts';
import { neverVisibleAgain } from '../protocols/queues/flawed/never-visible-again.ts';
import { rejectsDeadLetters } from '../protocols/queues/flawed/rejects-dead-letters.ts';
import { selectWithoutLock } from '../protocols/queues/flawed/select-without-lock.ts';
import { unfencedLease } from '../protocols/queues/flawed/unfenced-lease.ts';
import { unwatchedDeadLetters } from '../protocols/queues/flawed/unwatched-dead-letters.ts';
import { skipLocked } from '../protocols/queues/skip-locked.ts';
import { stalledJobs } from '../protocols/queues/stalled-jobs.ts';
import { visibilityTimeout } from '../protocols/queues/visibility-timeout.ts';
import { everywhere, except, keepsOrderOnQueues } from './claims.ts';
import type { Entry, Family, Flaw } from './claims.ts';

/** Two consumers and one message to fight over. */
const oneMessage = { messages: 1, capacity: 2 };

const entries: readonly Entry[] = [
  {
    protocol: visibilityTimeout,
    summary: 'a message is given on a lease; what is not deleted in time is given to the next consumer',
    scope: oneMessage,
    claims: [
      // Cut off from one consumer, the queue has another one.
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful') },
      { guarantee: keeps.noCreation, worlds: everywhere },
    ],
  },
  {
    protocol: fencingToken,
    summary: 'a lease with a token that grows; the resource refuses what is older than it has seen',
    claims: [
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: except('forgetful') },
      { guarantee: keeps.strictlyInOrder, worlds: except('reordering', 'forgetful', 'hostile') },
    ],
  },
  {
    protocol: skipLocked,
    summary: 'a row is locked, processed and deleted in one transaction of the database that has it',
    scope: oneMessage,
    claims: [
      // A database that loses its disk loses the rows with the effects, and repeats nothing.
      { guarantee: keeps.atMostOnce, worlds: everywhere },
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful') },
      { guarantee: keeps.exactlyOnce, worlds: except('forgetful') },
      { guarantee: keeps.noCreation, worlds: everywhere },
    ],
  },
  {
    protocol: stalledJobs,
    summary: 'a job whose lock is not renewed goes to the next worker; one that stalls too often has failed',
    scope: oneMessage,
    claims: [
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful') },
      { guarantee: keeps.noCreation, worlds: everywhere },
    ],
  },
  {
    protocol: deadLetterQueue,
    summary: 'given twice, then moved to the dead-letter queue; the sender is told that it is unknown',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('forgetful') },
      // A link that is cut off for ever makes a dead letter, and a dead letter is no secret.
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful') },
      { guarantee: keeps.exactlyOnce, worlds: except('forgetful') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      ...keepsOrderOnQueues,
    ],
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: deleteBeforeProcessing,
    twinOf: visibilityTimeout,
    summary: 'visibility timeout, but deleted before it is processed',
    scope: oneMessage,
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: neverVisibleAgain,
    twinOf: visibilityTimeout,
    summary: 'visibility timeout, but the lease never runs out',
    scope: oneMessage,
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: unfencedLease,
    twinOf: fencingToken,
    summary: 'fencing token, but the resource takes every write',
    guarantee: keeps.strictlyInOrder,
    world: 'calm',
  },
  {
    protocol: effectOutsideTransaction,
    twinOf: skipLocked,
    summary: 'skip locked, but the effect is not in the database',
    scope: oneMessage,
    guarantee: keeps.exactlyOnce,
    world: 'crashing',
  },
  {
    protocol: selectWithoutLock,
    twinOf: skipLocked,
    summary: 'skip locked, but the row is selected without a lock',
    scope: oneMessage,
    guarantee: keeps.exactlyOnce,
    world: 'calm',
  },
  {
    protocol: failsSilently,
    twinOf: stalledJobs,
    summary: 'stalled jobs, but nobody hears of a job that has failed',
    scope: oneMessage,
    guarantee: keeps.atLeastOnce,
    world: 'lossy',
  },
  {
    protocol: unwatchedDeadLetters,
    twinOf: deadLetterQueue,
    summary: 'dead-letter queue, but nobody looks into it',
    guarantee: keeps.exactlyOnce,
    world: 'lossy',
  },
  {
    protocol: rejectsDeadLetters,
    twinOf: deadLetterQueue,
    summary: 'dead-letter queue, but the sender is told that the message was not processed',
    guarantee: keeps.exactlyOnce,
    world: 'calm',
  },
];

/** Queues that give work on a lease, by a lock or by a clock. */
export const queues: Family = {
  name: 'queues',
  title: 'Queues with leases',
  entries,
  flaws,
};
