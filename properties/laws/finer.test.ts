import { describe, it } from 'vitest';
import { exactlyOnce } from '../../src/guarantees/index.ts';
import { expectAgreement, small } from './agreeing.ts';
import { registered } from './registered.ts';

/** The one that sees most of what may go wrong, and the worlds that cut most; the deep tests take all. */
const judged = [exactlyOnce];
const chosen = small.filter(({ name }) => ['calm', 'crashing', 'resetting', 'timed'].includes(name));

describe('cutting a list of effects comes to the same as performing them one by one', () => {
  it.each(registered)('for $protocol.name', (entry) => expectAgreement(entry, judged, chosen));
});
