import { match } from 'ts-pattern';
import { seen } from './guarantee.ts';
import type { Guarantee } from './guarantee.ts';

type Account = 'undelivered' | 'delivered' | 'delivered twice' | 'rejected' | 'rejected and delivered';

/**
 * At most once: zero or one times, so a message may be lost. A rejected message is one of which the
 * submitter was told "definitely not, and never will be": it may submit the same again under a new id, so
 * here the limit is zero.
 *
 * A protocol that does nothing keeps this promise. It is worth something only beside the evidence that
 * messages do get delivered, which is why every verdict counts deliveries.
 */
export const atMostOnce: Guarantee<Account> = {
  name: 'at most once',
  sentence: 'A message is delivered zero or one times, and zero times if it was rejected.',
  formula: '□ ∀m: |delivered(m)| ≤ 1 ∧ (rejected(m) ⇒ |delivered(m)| = 0)',
  scope: 'message',
  opening: 'undelivered',
  observe: (account, { type }) =>
    match<[Account, typeof type], Account>([account, type])
      .with(['undelivered', 'delivered'], () => 'delivered')
      .with(['undelivered', 'rejected'], () => 'rejected')
      .with(['delivered', 'delivered'], () => 'delivered twice')
      .with(['delivered', 'rejected'], ['rejected', 'delivered'], () => 'rejected and delivered')
      .otherwise(() => account),
  broken: (account) =>
    match(account)
      .with('delivered twice', () => 'is delivered twice')
      .with('rejected and delivered', () => 'is delivered although it is rejected')
      .otherwise(() => undefined),
  needs: ['delivered'],
  accepts: [
    seen(),
    seen('submitted m0'),
    seen('submitted m0', 'delivered m0'),
    seen('submitted m0', 'rejected m0'),
  ],
  refuses: [
    seen('submitted m0', 'delivered m0', 'delivered m0'),
    seen('submitted m0', 'rejected m0', 'delivered m0'),
    seen('submitted m0', 'delivered m0', 'rejected m0'),
  ],
};
