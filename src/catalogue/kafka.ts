import * as keeps from '../guarantees/index.ts';
import { consumeTransformProduce } from '../protocols/kafka/consume-transform-produce.ts';
import { epochPerTransaction } from '../protocols/kafka/epoch-per-transaction.ts';
import { commitOfThePolled } from '../protocols/kafka/flawed/commit-of-the-polled.ts';
import { epochPerSession } from '../protocols/kafka/flawed/epoch-per-session.ts';
import { expiredProducerId } from '../protocols/kafka/flawed/expired-producer-id.ts';
import { lateCommit } from '../protocols/kafka/flawed/late-commit.ts';
import { newProducerId } from '../protocols/kafka/flawed/new-producer-id.ts';
import { offsetBesideEffect } from '../protocols/kafka/flawed/offset-beside-effect.ts';
import { uncheckedSequence } from '../protocols/kafka/flawed/unchecked-sequence.ts';
import { unfencedZombie } from '../protocols/kafka/flawed/unfenced-zombie.ts';
import { idempotentProducer } from '../protocols/kafka/idempotent-producer.ts';
import { offsetAfterProcessing } from '../protocols/kafka/offset-after-processing.ts';
import { offsetBeforeProcessing } from '../protocols/kafka/offset-before-processing.ts';
import { offsetWithEffect } from '../protocols/kafka/offset-with-effect.ts';
import { everywhere, exactlyOnceUnlessDisksAreLost, except } from './claims.ts';
import type { Claim, Entry, Family, Flaw } from './claims.ts';

/** A broker that loses its disk loses the log, and one that is cut off for ever keeps it to itself. */
const exactlyOnceWithALog: readonly Claim[] = [
  ...exactlyOnceUnlessDisksAreLost,
  { guarantee: keeps.noCreation, worlds: everywhere },
];

/** One transaction at a time: more messages repeat what the first one shows. */
const oneMessage = { messages: 1, capacity: 2 };

const entries: readonly Entry[] = [
  {
    protocol: idempotentProducer,
    summary: 'retries from memory; the leader filters duplicates by producer id and sequence',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('forgetful') },
      { guarantee: keeps.atLeastOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.exactlyOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.honestConfirmation, worlds: everywhere },
      { guarantee: keeps.confirmedMeansDelivered, worlds: everywhere },
      { guarantee: keeps.noCreation, worlds: everywhere },
      // What an earlier session sent may arrive after what a later one did, if links reorder.
      { guarantee: keeps.inOrder, worlds: except('hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('forgetful', 'hostile') },
    ],
  },
  {
    protocol: offsetBeforeProcessing,
    summary: 'the consumer commits the offset of a record, then processes the record',
    claims: [
      // A broker that loses its disk loses records and offsets alike, and has nothing to send again.
      { guarantee: keeps.atMostOnce, worlds: everywhere },
      { guarantee: keeps.atLeastOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.exactlyOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: everywhere },
      { guarantee: keeps.strictlyInOrder, worlds: everywhere },
    ],
  },
  {
    protocol: offsetAfterProcessing,
    summary: 'the consumer processes a record, then commits its offset',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('crashing', 'forgetful', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed') },
      { guarantee: keeps.exactlyOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: everywhere },
      { guarantee: keeps.strictlyInOrder, worlds: except('crashing', 'hostile') },
    ],
  },
  {
    protocol: offsetWithEffect,
    summary: 'the consumer stores the offset in one transaction with the effect',
    // A broker that lost its disk gives offsets again: it takes three messages to see what comes of it.
    scope: { messages: 3, capacity: 2 },
    claims: [
      ...exactlyOnceWithALog,
      { guarantee: keeps.inOrder, worlds: except('forgetful') },
      { guarantee: keeps.strictlyInOrder, worlds: except('forgetful') },
    ],
  },
  {
    protocol: consumeTransformProduce,
    summary:
      'output and offset in one transaction; an instance that was believed dead is fenced by its epoch',
    scope: oneMessage,
    claims: exactlyOnceWithALog,
  },
  {
    protocol: epochPerTransaction,
    summary: 'a transaction request by request; every transaction has an epoch of its own',
    scope: oneMessage,
    claims: exactlyOnceWithALog,
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: newProducerId,
    twinOf: idempotentProducer,
    summary: 'idempotent producer, but after a crash its application replays, under a new producer id',
    guarantee: keeps.atMostOnce,
    world: 'crashing',
  },
  {
    protocol: uncheckedSequence,
    twinOf: idempotentProducer,
    summary: 'idempotent producer, but the leader does not look at the sequence',
    guarantee: keeps.atMostOnce,
    world: 'calm',
  },
  {
    protocol: expiredProducerId,
    twinOf: idempotentProducer,
    summary: 'idempotent producer, but the leader forgets producer ids after a while',
    guarantee: keeps.atMostOnce,
    world: 'calm',
  },
  {
    protocol: lateCommit,
    twinOf: offsetBeforeProcessing,
    summary: 'offset before processing, but a commit may arrive after a later one',
    guarantee: keeps.atMostOnce,
    world: 'hostile',
  },
  {
    protocol: commitOfThePolled,
    twinOf: offsetAfterProcessing,
    summary: 'offset after processing, but what was polled is committed while another thread processes it',
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: offsetBesideEffect,
    twinOf: offsetWithEffect,
    summary: 'offset with the effect, in the same store but not in one transaction',
    scope: { messages: 3, capacity: 2 },
    guarantee: keeps.exactlyOnce,
    world: 'crashing',
  },
  {
    protocol: unfencedZombie,
    twinOf: consumeTransformProduce,
    summary: 'consume, transform, produce, but nobody is fenced',
    scope: oneMessage,
    guarantee: keeps.exactlyOnce,
    world: 'calm',
  },
  {
    protocol: epochPerSession,
    twinOf: epochPerTransaction,
    summary: 'epoch per transaction, but all transactions of a session have the same one',
    scope: oneMessage,
    guarantee: keeps.exactlyOnce,
    world: 'reordering',
  },
];

/** Kafka: the producer, the consumer, and both in one transaction. */
export const kafka: Family = {
  name: 'kafka',
  title: 'Kafka',
  entries,
  flaws,
};
