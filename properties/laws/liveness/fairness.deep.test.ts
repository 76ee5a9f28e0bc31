import { describe, expect, it } from 'vitest';
import { catalogue, worldOf } from '../../../src/catalogue.ts';
import { compose } from '../../../src/model/compose.ts';
import { fairly } from './weak-checkers.ts';

describe('no claim of the catalogue needs fairness in each state', () => {
  it.each(catalogue)('$protocol.name pays without, also in the hostile world', (entry) => {
    for (const { guarantee, worlds: named } of entry.claims) {
      if (guarantee.owed === undefined || !named.includes('hostile')) continue;
      const model = compose(entry.protocol, worldOf(entry, 'hostile'));
      expect([guarantee.name, fairly(model, guarantee)]).toEqual([guarantee.name, 'yes']);
    }
  });
});
