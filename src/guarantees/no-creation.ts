import { match } from 'ts-pattern';
import { seen } from './guarantee.ts';
import type { Guarantee } from './guarantee.ts';

type Account = 'unheard of' | 'submitted' | 'out of nothing';

/** Nothing is delivered that was not submitted before. Apart from this one, guarantees speak of how often. */
export const noCreation: Guarantee<Account> = {
  name: 'no creation',
  sentence: 'A message is delivered only after it was submitted.',
  formula: '□ ∀m: delivered(m) ⇒ submitted(m) before',
  scope: 'message',
  opening: 'unheard of',
  observe: (account, { type }) =>
    match<[Account, typeof type], Account>([account, type])
      .with(['unheard of', 'submitted'], () => 'submitted')
      .with(['unheard of', 'delivered'], () => 'out of nothing')
      .otherwise(() => account),
  broken: (account) => (account === 'out of nothing' ? 'is delivered but was never submitted' : undefined),
  needs: ['delivered'],
  accepts: [
    seen(),
    seen('submitted m0', 'delivered m0'),
    seen('submitted m0', 'delivered m0', 'delivered m0'),
  ],
  refuses: [seen('delivered m0')],
};
