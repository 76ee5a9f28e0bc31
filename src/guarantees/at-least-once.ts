import { match, P } from 'ts-pattern';
import { seen } from './guarantee.ts';
import type { Guarantee } from './guarantee.ts';

type Account = 'nothing owed' | 'accepted' | 'confirmed' | 'admitted' | 'delivered';

/**
 * At least once: what was accepted is delivered in the end. From its acceptance until its delivery a message
 * is a debt; the debt is remitted when the sender admits that it may not deliver (`abandoned`) or will not
 * (`rejected`), but never after it was confirmed. Whoever confirms without accepting has accepted thereby.
 *
 * This is liveness: no finite run refutes it unless nothing more can come of it. Models are judged by
 * whether some continuation without faults still pays, histories by whether they were drained.
 */
export const atLeastOnce: Guarantee<Account> = {
  name: 'at least once',
  sentence: 'Every accepted message is delivered in the end, unless the sender admits that it may not be.',
  formula: '□ ∀m: accepted(m) ∨ confirmed(m) ↝ delivered(m) ∨ (¬confirmed(m) ∧ (rejected(m) ∨ abandoned(m)))',
  scope: 'message',
  opening: 'nothing owed',
  observe: (account, { type }) =>
    match<[Account, typeof type], Account>([account, type])
      .with([P._, 'delivered'], () => 'delivered')
      .with(['nothing owed', 'accepted'], () => 'accepted')
      .with([P.union('nothing owed', 'accepted', 'admitted'), 'confirmed'], () => 'confirmed')
      .with([P.union('nothing owed', 'accepted'), P.union('rejected', 'abandoned')], () => 'admitted')
      .otherwise(() => account),
  owed: (account) =>
    match(account)
      .with('accepted', () => 'was accepted and is never delivered')
      .with('confirmed', () => 'was confirmed and is never delivered')
      .otherwise(() => undefined),
  needs: ['accepted', 'delivered'],
  accepts: [
    seen(),
    seen('submitted m0'),
    seen('submitted m0', 'accepted m0', 'delivered m0'),
    seen('submitted m0', 'accepted m0', 'delivered m0', 'delivered m0'),
    seen('submitted m0', 'accepted m0', 'abandoned m0'),
    seen('submitted m0', 'rejected m0'),
  ],
  refuses: [
    seen('submitted m0', 'accepted m0'),
    seen('submitted m0', 'confirmed m0'),
    seen('submitted m0', 'confirmed m0', 'abandoned m0'),
  ],
};
