import { match } from 'ts-pattern';
import { seen } from './guarantee.ts';
import type { Guarantee } from './guarantee.ts';

type Honest = 'nothing owed' | 'confirmed' | 'delivered';

/** What is confirmed is delivered in the end. A protocol may lose messages; it may not lose them silently. */
export const honestConfirmation: Guarantee<Honest> = {
  name: 'honest confirmation',
  sentence: 'Every confirmed message is delivered in the end.',
  formula: '□ ∀m: confirmed(m) ↝ delivered(m)',
  scope: 'message',
  opening: 'nothing owed',
  observe: (account, { type }) =>
    match<[Honest, typeof type], Honest>([account, type])
      .with(['nothing owed', 'confirmed'], () => 'confirmed')
      .with(['nothing owed', 'delivered'], ['confirmed', 'delivered'], () => 'delivered')
      .otherwise(() => account),
  owed: (account) => (account === 'confirmed' ? 'was confirmed and is never delivered' : undefined),
  needs: ['confirmed'],
  accepts: [
    seen(),
    seen('submitted m0', 'accepted m0'),
    seen('submitted m0', 'confirmed m0', 'delivered m0'),
  ],
  refuses: [seen('submitted m0', 'confirmed m0')],
};

type Sound = 'undelivered' | 'delivered' | 'confirmed too early';

/** The stronger promise, and a safety property: the confirmation comes after the delivery. */
export const confirmedMeansDelivered: Guarantee<Sound> = {
  name: 'confirmed means delivered',
  sentence: 'A message is confirmed only after it was delivered.',
  formula: '□ ∀m: confirmed(m) ⇒ |delivered(m)| ≥ 1',
  scope: 'message',
  opening: 'undelivered',
  observe: (account, { type }) =>
    match<[Sound, typeof type], Sound>([account, type])
      .with(['undelivered', 'delivered'], () => 'delivered')
      .with(['undelivered', 'confirmed'], () => 'confirmed too early')
      .otherwise(() => account),
  broken: (account) =>
    account === 'confirmed too early' ? 'is confirmed before it is delivered' : undefined,
  needs: ['confirmed'],
  accepts: [seen(), seen('submitted m0', 'delivered m0', 'confirmed m0')],
  refuses: [seen('submitted m0', 'confirmed m0')],
};
