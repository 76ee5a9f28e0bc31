import * as keeps from '../guarantees/index.ts';
import { amqpAutomaticAcknowledgement } from '../protocols/amqp/amqp-automatic-acknowledgement.ts';
import { amqpIdempotentConsumer } from '../protocols/amqp/amqp-idempotent-consumer.ts';
import { amqpManualAcknowledgement } from '../protocols/amqp/amqp-manual-acknowledgement.ts';
import { amqp1First } from '../protocols/amqp/amqp-1-first.ts';
import { amqp1Second } from '../protocols/amqp/amqp-1-second.ts';
import { amqp1Settled } from '../protocols/amqp/amqp-1-settled.ts';
import { acknowledgedBeforeProcessing } from '../protocols/amqp/flawed/acknowledged-before-processing.ts';
import { confirmedBeforeStored } from '../protocols/amqp/flawed/confirmed-before-stored.ts';
import { settledBeforeProcessing } from '../protocols/amqp/flawed/settled-before-processing.ts';
import { trustingTheRedeliveredFlag } from '../protocols/amqp/flawed/trusting-the-redelivered-flag.ts';
import { unsettledMapForgotten } from '../protocols/amqp/flawed/unsettled-map-forgotten.ts';
import { confirmsOnlyWhatWasDelivered, everywhere, except, only } from './claims.ts';
import type { Entry, Family, Flaw } from './claims.ts';

/** Three roles and four links: one message is enough where roles crash. */
const oneMessage = { messages: 1, capacity: 2 };
const twoMessages = { messages: 2 };

/** The links must not reorder at all; all faults at once, with three roles that crash, are too many to explore. */
const hostile = { crashes: { broker: 1 }, duplicates: 1 };

/** Where links lose nothing, or only what a connection loses that breaks. */
const lossless = only('calm', 'duplicating', 'reordering', 'crashing', 'partitioned', 'resetting');

/** In order where nobody crashes and no link reorders; where somebody does, there is one message only. */
const inOrder = except('reordering', 'crashing', 'forgetful', 'hostile');

const entries: readonly Entry[] = [
  {
    protocol: amqpAutomaticAcknowledgement,
    summary: 'AMQP 0-9-1: no confirms, and deleted as it is delivered',
    scope: oneMessage,
    scopeWithoutCrashes: twoMessages,
    hostile,
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('duplicating', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: only('calm', 'duplicating', 'reordering', 'partitioned') },
      { guarantee: keeps.exactlyOnce, worlds: only('calm', 'reordering', 'partitioned') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: inOrder },
      { guarantee: keeps.strictlyInOrder, worlds: inOrder },
    ],
  },
  {
    protocol: amqpManualAcknowledgement,
    summary:
      'AMQP 0-9-1: confirmed when it is stored, acknowledged when it is processed, requeued when a connection breaks',
    scope: oneMessage,
    scopeWithoutCrashes: twoMessages,
    hostile,
    claims: [
      { guarantee: keeps.atMostOnce, worlds: only('calm', 'lossy', 'reordering', 'partitioned', 'severed') },
      { guarantee: keeps.atLeastOnce, worlds: lossless },
      { guarantee: keeps.exactlyOnce, worlds: only('calm', 'reordering', 'partitioned') },
      { guarantee: keeps.honestConfirmation, worlds: lossless },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: inOrder },
      {
        guarantee: keeps.strictlyInOrder,
        worlds: only('calm', 'lossy', 'duplicating', 'partitioned', 'severed'),
      },
    ],
  },
  {
    protocol: amqpIdempotentConsumer,
    summary: 'AMQP 0-9-1: confirmed, acknowledged, and filtered by an id recorded with the effect',
    scope: oneMessage,
    scopeWithoutCrashes: twoMessages,
    hostile,
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('forgetful') },
      { guarantee: keeps.atLeastOnce, worlds: lossless },
      { guarantee: keeps.exactlyOnce, worlds: lossless },
      { guarantee: keeps.honestConfirmation, worlds: lossless },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: inOrder },
      { guarantee: keeps.strictlyInOrder, worlds: inOrder },
    ],
  },
  {
    protocol: amqp1Settled,
    summary: 'AMQP 1.0: settled when it is sent',
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
    protocol: amqp1First,
    summary: 'AMQP 1.0: unsettled, and the receiver settles first',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: only('calm', 'lossy', 'reordering', 'partitioned', 'severed') },
      { guarantee: keeps.atLeastOnce, worlds: except('lossy', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.exactlyOnce, worlds: only('calm', 'reordering', 'partitioned') },
      ...confirmsOnlyWhatWasDelivered,
      { guarantee: keeps.inOrder, worlds: except('reordering', 'hostile') },
      {
        guarantee: keeps.strictlyInOrder,
        worlds: only('calm', 'lossy', 'duplicating', 'partitioned', 'severed'),
      },
    ],
  },
  {
    protocol: amqp1Second,
    summary: 'AMQP 1.0: unsettled, and the receiver settles second',
    hostile: { crashes: { receiver: 1 }, duplicates: 1 },
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('forgetful', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: except('lossy', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.exactlyOnce, worlds: except('lossy', 'forgetful', 'severed', 'hostile') },
      ...confirmsOnlyWhatWasDelivered,
      { guarantee: keeps.inOrder, worlds: except('reordering', 'hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('reordering', 'forgetful', 'hostile') },
    ],
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: acknowledgedBeforeProcessing,
    twinOf: amqpManualAcknowledgement,
    summary: 'AMQP 0-9-1: acknowledged by hand, but before it is processed',
    scope: oneMessage,
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: confirmedBeforeStored,
    twinOf: amqpManualAcknowledgement,
    summary: 'AMQP 0-9-1: confirmed, but before it is stored',
    scope: oneMessage,
    guarantee: keeps.honestConfirmation,
    world: 'crashing',
  },
  {
    protocol: trustingTheRedeliveredFlag,
    twinOf: amqpIdempotentConsumer,
    summary: 'AMQP 0-9-1: an idempotent consumer that looks into its record only for what is redelivered',
    scope: oneMessage,
    guarantee: keeps.exactlyOnce,
    world: 'resetting',
  },
  {
    protocol: settledBeforeProcessing,
    twinOf: amqp1First,
    summary: 'AMQP 1.0: unsettled, but settled before it is performed',
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: unsettledMapForgotten,
    twinOf: amqp1Second,
    summary:
      'AMQP 1.0: the receiver settles second, but forgets what is unsettled when the connection breaks',
    guarantee: keeps.atMostOnce,
    world: 'resetting',
  },
];

/** AMQP 0-9-1, as RabbitMQ has it, and AMQP 1.0. */
export const amqp: Family = {
  name: 'amqp',
  title: 'AMQP',
  entries,
  flaws,
};
