import * as keeps from '../guarantees/index.ts';
import { competingConsumers } from '../protocols/actors/competing-consumers.ts';
import { durableProducerQueue } from '../protocols/actors/durable-producer-queue.ts';
import { aCopyForEach } from '../protocols/actors/flawed/a-copy-for-each.ts';
import { addressUsedAgain } from '../protocols/actors/flawed/address-used-again.ts';
import { confirmBeforeProcessing } from '../protocols/actors/flawed/confirm-before-processing.ts';
import { forgottenAsGiven } from '../protocols/actors/flawed/forgotten-as-given.ts';
import { reliableDelivery } from '../protocols/actors/reliable-delivery.ts';
import { confirmsOnlyWhatWasDelivered, everywhere, except, only } from './claims.ts';
import type { Entry, Family, Flaw } from './claims.ts';

const entries: readonly Entry[] = [
  {
    protocol: reliableDelivery,
    summary: 'numbered by the producer, confirmed after processing, all in memory',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('crashing', 'forgetful', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.exactlyOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      ...confirmsOnlyWhatWasDelivered,
      { guarantee: keeps.inOrder, worlds: except('hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('crashing', 'forgetful', 'hostile') },
    ],
  },
  {
    protocol: durableProducerQueue,
    summary: 'numbered by the producer, confirmed after processing, stored until confirmed',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('crashing', 'forgetful', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed', 'hostile') },
      { guarantee: keeps.exactlyOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      ...confirmsOnlyWhatWasDelivered,
      { guarantee: keeps.inOrder, worlds: everywhere },
      { guarantee: keeps.strictlyInOrder, worlds: except('crashing', 'forgetful', 'hostile') },
    ],
  },
  {
    protocol: competingConsumers,
    summary: 'one queue, two consumers; what a consumer does not acknowledge goes to the other',
    hostile: { crashes: { queue: 1 }, duplicates: 1 },
    claims: [
      { guarantee: keeps.atMostOnce, worlds: only('calm', 'lossy', 'reordering', 'partitioned', 'severed') },
      {
        guarantee: keeps.atLeastOnce,
        worlds: only('calm', 'duplicating', 'reordering', 'crashing', 'partitioned', 'resetting'),
      },
      { guarantee: keeps.exactlyOnce, worlds: only('calm', 'reordering', 'partitioned') },
      { guarantee: keeps.noCreation, worlds: everywhere },
    ],
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: addressUsedAgain,
    twinOf: reliableDelivery,
    summary: 'reliable delivery, but a producer that comes back has the address of its predecessor',
    guarantee: keeps.honestConfirmation,
    world: 'crashing',
  },
  {
    protocol: confirmBeforeProcessing,
    twinOf: durableProducerQueue,
    summary: 'reliable delivery with a durable queue, but confirmed before it is processed',
    guarantee: keeps.atLeastOnce,
    world: 'crashing',
  },
  {
    protocol: aCopyForEach,
    twinOf: competingConsumers,
    summary: 'competing consumers, but each gets a copy of its own',
    guarantee: keeps.atMostOnce,
    world: 'calm',
  },
  {
    protocol: forgottenAsGiven,
    twinOf: competingConsumers,
    summary: 'competing consumers, but the queue forgets a message as it gives it away',
    guarantee: keeps.atLeastOnce,
    world: 'resetting',
  },
];

/** Actors, and consumers that share their work. */
export const actors: Family = {
  name: 'actors',
  title: 'Actors, and competing consumers',
  entries,
  flaws,
};
