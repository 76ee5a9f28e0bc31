import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { expectSameFindings } from './interned.ts';
import { registered, worldNames } from './registered.ts';

/** Up to so many states the naive engine is quick enough to run with every change; the others run with the deep tests. */
const few = 800;

describe.each(registered)('the interned product of $protocol.name', (entry) => {
  it('finds to the letter what the naive engine finds, in every world that is small', () => {
    let compared = 0;
    for (const name of worldNames) {
      const model = compose(entry.protocol, worldOf(entry, name));
      for (const guarantee of guarantees) {
        if (expectSameFindings(model, guarantee, few) <= few) compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(10);
  });
});
