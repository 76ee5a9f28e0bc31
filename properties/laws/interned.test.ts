import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { confirmedMeansDelivered, exactlyOnce, guarantees } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { connected, deaf } from './fixtures/connected.ts';
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

describe('the interned product of a connection that breaks', () => {
  it.each([connected, deaf])('finds the same where links hold more than the bound: $name', (protocol) => {
    const world = { ...worlds.crashing, crashes: 2, resets: 1, messages: 1, capacity: 1 };
    for (const guarantee of [exactlyOnce, confirmedMeansDelivered]) {
      expect(expectSameFindings(compose(protocol, world), guarantee)).toBeGreaterThan(1000);
    }
  });
});
