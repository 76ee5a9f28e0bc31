import { describe, it } from 'vitest';
import { guarantees } from '../../src/guarantees/index.ts';
import { expectAgreement } from './agreeing.ts';
import { registered } from './registered.ts';

describe('cutting a list of effects comes to the same as performing them one by one', () => {
  it.each(registered)('for $protocol.name, whatever is promised', (entry) =>
    expectAgreement(entry, guarantees),
  );
});
