import * as keeps from '../guarantees/index.ts';
import { endToEnd } from '../protocols/effects/end-to-end.ts';
import { commitBeforeRecord } from '../protocols/effects/flawed/commit-before-record.ts';
import { databaseThenPublish } from '../protocols/effects/flawed/database-then-publish.ts';
import { heuristicAbort } from '../protocols/effects/flawed/heuristic-abort.ts';
import { heuristicCommit } from '../protocols/effects/flawed/heuristic-commit.ts';
import { newIdForEachTry } from '../protocols/effects/flawed/new-id-for-each-try.ts';
import { outboxEmptiedFirst } from '../protocols/effects/flawed/outbox-emptied-first.ts';
import { publishThenDatabase } from '../protocols/effects/flawed/publish-then-database.ts';
import { trustingTheHops } from '../protocols/effects/flawed/trusting-the-hops.ts';
import { outboxAndInbox } from '../protocols/effects/outbox-and-inbox.ts';
import { twoPhaseCommit } from '../protocols/effects/two-phase-commit.ts';
import {
  confirmsOnlyWhatWasDelivered,
  everywhere,
  exactlyOnceUnlessDisksAreLost,
  except,
  keepsOrderOnQueues,
} from './claims.ts';
import type { Entry, Family, Flaw } from './claims.ts';

/** One message is enough for all that is claimed and broken here; order is not put to the test. */
const oneMessage = { messages: 1, capacity: 2 };

const entries: readonly Entry[] = [
  {
    protocol: outboxAndInbox,
    summary: 'the database and the outbox change in one transaction, the effect and the inbox in another',
    claims: [...exactlyOnceUnlessDisksAreLost, ...confirmsOnlyWhatWasDelivered, ...keepsOrderOnQueues],
  },
  {
    protocol: twoPhaseCommit,
    summary: 'taken from the queue, performed and deleted in one transaction over two stores',
    scope: oneMessage,
    claims: [
      { guarantee: keeps.atMostOnce, worlds: everywhere },
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed') },
      { guarantee: keeps.exactlyOnce, worlds: except('forgetful', 'severed') },
      { guarantee: keeps.noCreation, worlds: everywhere },
    ],
  },
  {
    protocol: endToEnd,
    summary: 'the ends keep, try again and check the id; what is between them keeps nothing',
    scope: oneMessage,
    claims: [...exactlyOnceUnlessDisksAreLost, ...confirmsOnlyWhatWasDelivered],
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: databaseThenPublish,
    twinOf: outboxAndInbox,
    summary: 'outbox and inbox, but committed first and published afterwards',
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: publishThenDatabase,
    twinOf: outboxAndInbox,
    summary: 'outbox and inbox, but published first and committed afterwards',
    guarantee: keeps.atMostOnce,
    world: 'crashing',
  },
  {
    protocol: outboxEmptiedFirst,
    twinOf: outboxAndInbox,
    summary: 'outbox and inbox, but struck off before it is published',
    guarantee: keeps.atLeastOnce,
    world: 'lossy',
  },
  {
    protocol: heuristicAbort,
    twinOf: twoPhaseCommit,
    summary: 'two-phase commit, but a database in doubt decides by itself to abort',
    scope: oneMessage,
    guarantee: keeps.atLeastOnce,
    world: 'calm',
  },
  {
    protocol: heuristicCommit,
    twinOf: twoPhaseCommit,
    summary: 'two-phase commit, but a database in doubt decides by itself to commit',
    scope: oneMessage,
    guarantee: keeps.atMostOnce,
    world: 'crashing',
  },
  {
    protocol: commitBeforeRecord,
    twinOf: twoPhaseCommit,
    summary: 'two-phase commit, but the outcome is told before it is written down',
    scope: oneMessage,
    guarantee: keeps.atMostOnce,
    world: 'crashing',
  },
  {
    protocol: newIdForEachTry,
    twinOf: endToEnd,
    summary: 'every hop exactly once, but the caller tries again under a new id',
    scope: oneMessage,
    guarantee: keeps.atMostOnce,
    world: 'calm',
  },
  {
    protocol: trustingTheHops,
    twinOf: endToEnd,
    summary: 'end to end, but the caller trusts the acknowledgement of the gateway',
    scope: oneMessage,
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
];

/** What a message does to the world, and how to make sure that it does so once. */
export const effects: Family = {
  name: 'effects',
  title: 'Processing effects',
  entries,
  flaws,
};
