import * as keeps from '../guarantees/index.ts';
import { checkThenAct } from '../protocols/deduplication/flawed/check-then-act.ts';
import { completedAfterTheEffect } from '../protocols/deduplication/flawed/completed-after-the-effect.ts';
import { countsWhatIsOutstanding } from '../protocols/deduplication/flawed/counts-what-is-outstanding.ts';
import { idsAtTheGateway } from '../protocols/deduplication/flawed/ids-at-the-gateway.ts';
import { orphanedClaim } from '../protocols/deduplication/flawed/orphaned-claim.ts';
import { forgetsTheFirstDelivered } from '../protocols/deduplication/flawed/forgets-the-first-delivered.ts';
import { windowTooShort } from '../protocols/deduplication/flawed/window-too-short.ts';
import { idempotencyKey } from '../protocols/deduplication/idempotency-key.ts';
import { idsAtCreation } from '../protocols/deduplication/ids-at-creation.ts';
import { lastIds } from '../protocols/deduplication/last-ids.ts';
import { timeWindow } from '../protocols/deduplication/time-window.ts';
import {
  confirmsOnlyWhatWasDelivered,
  exactlyOnceUnlessDisksAreLost,
  except,
  keepsOrderOnQueues,
} from './claims.ts';
import type { Entry, Family, Flaw } from './claims.ts';

const entries: readonly Entry[] = [
  {
    protocol: lastIds,
    summary: 'only the last ids are remembered, and the sender stays within reach of them',
    scope: { messages: 3, capacity: 2 },
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('reordering', 'forgetful', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed') },
      { guarantee: keeps.exactlyOnce, worlds: except('reordering', 'forgetful', 'severed', 'hostile') },
      ...confirmsOnlyWhatWasDelivered,
      ...keepsOrderOnQueues,
    ],
  },
  {
    protocol: timeWindow,
    summary: 'ids are remembered for a time, and the sender gives up before it is over',
    scope: { messages: 1 },
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('forgetful', 'late') },
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed') },
      { guarantee: keeps.exactlyOnce, worlds: except('forgetful', 'severed', 'late') },
      ...confirmsOnlyWhatWasDelivered,
    ],
  },
  {
    protocol: idsAtCreation,
    summary: 'the id is given with the message, and filtered at the far end',
    scope: { messages: 1, capacity: 2 },
    claims: [...exactlyOnceUnlessDisksAreLost, ...confirmsOnlyWhatWasDelivered],
  },
  {
    protocol: idempotencyKey,
    summary: 'a key is claimed before the work, and completed together with its effect',
    claims: [...exactlyOnceUnlessDisksAreLost, ...confirmsOnlyWhatWasDelivered, ...keepsOrderOnQueues],
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: countsWhatIsOutstanding,
    twinOf: lastIds,
    summary: 'last ids, but the sender counts what is under way instead of its span',
    scope: { messages: 3, capacity: 2 },
    guarantee: keeps.atMostOnce,
    world: 'lossy',
  },
  {
    protocol: forgetsTheFirstDelivered,
    twinOf: lastIds,
    summary: 'last ids, but they are forgotten in the order of delivery',
    scope: { messages: 3, capacity: 2 },
    guarantee: keeps.atMostOnce,
    world: 'lossy',
  },
  {
    protocol: windowTooShort,
    twinOf: timeWindow,
    summary: 'time window, but the skew of the clocks is not in it',
    scope: { messages: 1 },
    guarantee: keeps.atMostOnce,
    world: 'timed',
  },
  {
    protocol: idsAtTheGateway,
    twinOf: idsAtCreation,
    summary: 'ids at creation, but the gateway gives them, one for each attempt',
    scope: { messages: 1, capacity: 2 },
    guarantee: keeps.exactlyOnce,
    world: 'calm',
  },
  {
    protocol: checkThenAct,
    twinOf: idempotencyKey,
    summary: 'idempotency key, but it is looked for first and recorded at the end',
    guarantee: keeps.exactlyOnce,
    world: 'calm',
  },
  {
    protocol: completedAfterTheEffect,
    twinOf: idempotencyKey,
    summary: 'idempotency key, but the entry is completed in a step after the effect',
    guarantee: keeps.exactlyOnce,
    world: 'crashing',
  },
  {
    protocol: orphanedClaim,
    twinOf: idempotencyKey,
    summary: 'idempotency key, but a restarted server leaves its claims as they are',
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
];

/** Records that do not grow for ever, and who gives the ids that they hold. */
export const deduplication: Family = {
  name: 'deduplication',
  title: 'Deduplication with limits',
  entries,
  flaws,
};
