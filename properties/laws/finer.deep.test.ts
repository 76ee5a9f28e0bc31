import { describe, it } from 'vitest';
import { guarantees } from '../../src/guarantees/index.ts';
import { expectAgreement } from './agreeing.ts';
import { everything } from './registered.ts';

describe('cutting a list of effects comes to the same as performing them one by one', () => {
  it.each(everything)('for $protocol.name, whatever is promised', (entry) =>
    expectAgreement(entry, guarantees),
  );
});
