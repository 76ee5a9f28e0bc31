import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { expectSameFindings } from './interned.ts';
import { everything, worldNames } from './registered.ts';

describe.each(everything)('the interned product of $protocol.name', (entry) => {
  it.each(worldNames)('finds to the letter what the naive engine finds, in the %s world', (name) => {
    const model = compose(entry.protocol, worldOf(entry, name));
    for (const guarantee of guarantees) {
      expect(expectSameFindings(model, guarantee)).toBeGreaterThan(1);
    }
  });
});
