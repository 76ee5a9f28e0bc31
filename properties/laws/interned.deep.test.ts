import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { verifyNaively } from '../../src/explore/naive.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { registered, worldNames } from './registered.ts';

describe.each(registered)('the interned product of $protocol.name', (entry) => {
  it.each(worldNames)('says to the letter what the naive engine says, in the %s world', (name) => {
    const model = compose(entry.protocol, worldOf(entry, name));
    for (const guarantee of guarantees) {
      expect(verifyExhaustively(model, guarantee)).toEqual(verifyNaively(model, guarantee));
    }
  });
});
