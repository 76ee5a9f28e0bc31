import { atLeastOnce } from './at-least-once.ts';
import { atMostOnce } from './at-most-once.ts';
import { both, seen } from './guarantee.ts';

/** Exactly once is no third thing: it is at most once and at least once, a safety and a liveness part. */
export const exactlyOnce = both(
  {
    name: 'exactly once',
    sentence: 'Every accepted message is delivered in the end, and no message is delivered twice.',
    formula: 'at most once ∧ at least once',
    accepts: [seen(), seen('submitted m0', 'accepted m0', 'delivered m0')],
    refuses: [seen('submitted m0', 'accepted m0'), seen('submitted m0', 'delivered m0', 'delivered m0')],
  },
  atMostOnce,
  atLeastOnce,
);
