import { describe, it } from 'vitest';
import { confirmedMeansDelivered, exactlyOnce } from '../../src/guarantees/index.ts';
import { expectAgreement } from './agreeing.ts';
import { registered } from './registered.ts';

/** The two that see most of what may go wrong; the deep tests take all. */
const judged = [exactlyOnce, confirmedMeansDelivered];

describe('cutting a list of effects comes to the same as performing them one by one', () => {
  it.each(registered)('for $protocol.name', (entry) => expectAgreement(entry, judged));
});
