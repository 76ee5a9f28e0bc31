import * as keeps from '../guarantees/index.ts';
import { durableProducerQueue } from '../protocols/actors/durable-producer-queue.ts';
import { addressUsedAgain } from '../protocols/actors/flawed/address-used-again.ts';
import { confirmBeforeProcessing } from '../protocols/actors/flawed/confirm-before-processing.ts';
import { reliableDelivery } from '../protocols/actors/reliable-delivery.ts';
import { confirmsOnlyWhatWasDelivered, everywhere, except } from './claims.ts';
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
];

/** Actors, and consumers that share their work. */
export const actors: Family = {
  title: 'Actors',
  entries,
  flaws,
};
