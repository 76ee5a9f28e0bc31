import * as keeps from '../guarantees/index.ts';
import { atLeastOnce } from '../protocols/at-least-once.ts';
import { atMostOnce } from '../protocols/at-most-once.ts';
import { exactlyOnce } from '../protocols/exactly-once.ts';
import { fireAndForget } from '../protocols/fire-and-forget.ts';
import { acceptBeforeWrite } from '../protocols/flawed/accept-before-write.ts';
import { acknowledgeBeforeDelivery } from '../protocols/flawed/acknowledge-before-delivery.ts';
import { acknowledgeBeforeStoring } from '../protocols/flawed/acknowledge-before-storing.ts';
import { anonymousAcknowledgement } from '../protocols/flawed/anonymous-acknowledgement.ts';
import { counterIds } from '../protocols/flawed/counter-ids.ts';
import { dedupByPayload } from '../protocols/flawed/dedup-by-payload.ts';
import { deliverBeforeRecord } from '../protocols/flawed/deliver-before-record.ts';
import { forgetToRearm } from '../protocols/flawed/forget-to-rearm.ts';
import { givesUp } from '../protocols/flawed/gives-up.ts';
import { seenInMemory } from '../protocols/flawed/seen-in-memory.ts';
import { sentTwice } from '../protocols/flawed/sent-twice.ts';
import { shortWindow } from '../protocols/flawed/short-window.ts';
import { pipelinedRetransmission } from '../protocols/pipelined-retransmission.ts';
import { stopAndWait } from '../protocols/stop-and-wait.ts';
import { storeAndForward } from '../protocols/store-and-forward.ts';
import { deliverThenRecord, recordThenDeliver, recordWithDelivery } from '../protocols/three-orders.ts';
import {
  confirmsOnlyWhatWasDelivered,
  everywhere,
  exactlyOnceUnlessDisksAreLost,
  except,
  keepsOrderOnQueues,
  only,
} from './claims.ts';
import type { Entry, Family, Flaw } from './claims.ts';

const entries: readonly Entry[] = [
  {
    protocol: atMostOnce,
    summary: 'sent once; the receiver records, then delivers',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: everywhere },
      { guarantee: keeps.atLeastOnce, worlds: only('calm', 'duplicating', 'reordering', 'partitioned') },
      { guarantee: keeps.exactlyOnce, worlds: only('calm', 'duplicating', 'reordering', 'partitioned') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: except('reordering', 'hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('reordering', 'hostile') },
    ],
  },
  {
    protocol: atLeastOnce,
    summary: 'sent again until it is acknowledged; the receiver delivers, then acknowledges',
    claims: [
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed') },
      ...confirmsOnlyWhatWasDelivered,
      { guarantee: keeps.inOrder, worlds: only('calm', 'duplicating', 'partitioned', 'severed') },
    ],
  },
  {
    protocol: exactlyOnce,
    summary: 'sent again until it is acknowledged; duplicates filtered by an id recorded with the delivery',
    claims: [...exactlyOnceUnlessDisksAreLost, ...confirmsOnlyWhatWasDelivered, ...keepsOrderOnQueues],
  },
  {
    protocol: deliverThenRecord,
    summary: 'the receiver delivers, then records, then acknowledges',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('crashing', 'forgetful', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed') },
      { guarantee: keeps.exactlyOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      ...confirmsOnlyWhatWasDelivered,
      ...keepsOrderOnQueues,
    ],
  },
  {
    protocol: recordThenDeliver,
    summary: 'the receiver records, then delivers, then acknowledges',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('forgetful') },
      { guarantee: keeps.atLeastOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.exactlyOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      // A receiver that loses its record as well delivers what it had recorded, once it is sent again.
      { guarantee: keeps.honestConfirmation, worlds: except('crashing', 'hostile') },
      { guarantee: keeps.confirmedMeansDelivered, worlds: except('crashing', 'hostile') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      ...keepsOrderOnQueues,
    ],
  },
  {
    protocol: recordWithDelivery,
    summary: 'the receiver records and delivers in one atomic step, then acknowledges',
    claims: [...exactlyOnceUnlessDisksAreLost, ...confirmsOnlyWhatWasDelivered, ...keepsOrderOnQueues],
  },
  {
    protocol: fireAndForget,
    summary: 'sent once; the receiver delivers whatever arrives',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('duplicating', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: only('calm', 'duplicating', 'reordering', 'partitioned') },
      { guarantee: keeps.exactlyOnce, worlds: only('calm', 'reordering', 'partitioned') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: except('reordering', 'hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('reordering', 'hostile') },
    ],
  },
  {
    protocol: stopAndWait,
    summary: 'one message at a time, kept in memory, sent again until it is acknowledged',
    claims: [
      { guarantee: keeps.atLeastOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      ...confirmsOnlyWhatWasDelivered,
      { guarantee: keeps.inOrder, worlds: except('hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('reordering', 'hostile') },
    ],
  },
  {
    protocol: pipelinedRetransmission,
    summary: 'all messages at once, kept in memory, sent again until they are acknowledged',
    claims: [
      { guarantee: keeps.atLeastOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      ...confirmsOnlyWhatWasDelivered,
      { guarantee: keeps.inOrder, worlds: only('calm', 'duplicating', 'partitioned', 'severed') },
    ],
  },
  {
    protocol: storeAndForward,
    summary: 'producer, broker and consumer; each hop sends again until it is acknowledged',
    scope: { messages: 1, capacity: 2 },
    claims: [
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed') },
      { guarantee: keeps.honestConfirmation, worlds: except('forgetful', 'severed') },
      { guarantee: keeps.noCreation, worlds: everywhere },
    ],
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: deliverBeforeRecord,
    twinOf: atMostOnce,
    summary: 'at most once, but delivered before it is recorded',
    guarantee: keeps.atMostOnce,
    world: 'hostile',
  },
  {
    protocol: acceptBeforeWrite,
    twinOf: atLeastOnce,
    summary: 'at least once, but accepted before it is stored',
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: acknowledgeBeforeDelivery,
    twinOf: atLeastOnce,
    summary: 'at least once, but acknowledged before it is delivered',
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: forgetToRearm,
    twinOf: atLeastOnce,
    summary: 'at least once, but the timer is not armed again after a restart',
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: seenInMemory,
    twinOf: exactlyOnce,
    summary: 'exactly once, but the ids seen are kept in memory',
    guarantee: keeps.exactlyOnce,
    world: 'crashing',
  },
  {
    protocol: shortWindow,
    twinOf: exactlyOnce,
    summary: 'exactly once, but only the last id is remembered',
    guarantee: keeps.exactlyOnce,
    world: 'calm',
  },
  {
    protocol: counterIds,
    twinOf: exactlyOnce,
    summary: 'exactly once, but the ids come from a counter that a crash resets',
    guarantee: keeps.exactlyOnce,
    world: 'crashing',
  },
  {
    protocol: dedupByPayload,
    twinOf: exactlyOnce,
    summary: 'exactly once, but equal payloads are taken for one message',
    guarantee: keeps.exactlyOnce,
    world: 'calm',
  },
  {
    protocol: sentTwice,
    twinOf: fireAndForget,
    summary: 'fire and forget, but sent twice to be on the safe side',
    guarantee: keeps.atMostOnce,
    world: 'calm',
  },
  {
    protocol: anonymousAcknowledgement,
    twinOf: stopAndWait,
    summary: 'stop and wait, but the acknowledgement carries no id',
    guarantee: keeps.atLeastOnce,
    world: 'lossy',
  },
  {
    protocol: givesUp,
    twinOf: pipelinedRetransmission,
    summary: 'pipelined retransmission, but it gives up after two tries without a word',
    guarantee: keeps.atLeastOnce,
    world: 'lossy',
  },
  {
    protocol: acknowledgeBeforeStoring,
    twinOf: storeAndForward,
    summary: 'store and forward, but the broker acknowledges before it has stored',
    scope: { messages: 1, capacity: 2 },
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
];

/** The three guarantees, and what everyone starts with. */
export const basics: Family = {
  name: 'basics',
  title: 'The three guarantees, and what everyone starts with',
  entries,
  flaws,
};
