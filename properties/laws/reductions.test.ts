import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { reductions } from '../../src/explore/reductions.ts';
import type { Reduction } from '../../src/explore/reductions.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, noCreation } from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import * as protocols from '../../src/protocols/index.ts';
import { incarnations } from './fixtures/incarnations.ts';
import { partial } from './fixtures/partial.ts';
import { expectSame } from './reduced.ts';
import { registered, registeredModels } from './registered.ts';

describe.each(registered)('what is left out of the search of $protocol.name', (entry) => {
  it.each(['hostile'] as const)('changes neither verdict nor trace in the %s world', (name) => {
    const model = compose(entry.protocol, worldOf(entry, name));
    for (const guarantee of [atMostOnce, exactlyOnce]) expectSame(model, guarantee, [reductions]);
  });
});

describe('each reduction', () => {
  it.each(reductions)('visits no more states, and fewer in some world: %s', (reduction) => {
    let saved = 0;
    for (const model of registeredModels) {
      const plain = verifyExhaustively(model, noCreation);
      const reduced = verifyExhaustively(model, noCreation, { reductions: [reduction] });
      expect(reduced.coverage.states).toBeLessThanOrEqual(plain.coverage.states!);
      saved += plain.coverage.states! - reduced.coverage.states!;
    }
    expect(saved).toBeGreaterThan(0);
  });
});

const used = (model: ReturnType<typeof compose>, guarantee: Guarantee) =>
  verifyExhaustively(model, guarantee, { reductions }).coverage.reductions ?? [];

describe('symmetry', () => {
  it('is off where a role treats one message unlike the others', () => {
    const model = compose(partial, worlds.lossy);
    expect(used(model, noCreation)).not.toContain('symmetry');
    expect(used(compose(protocols.atLeastOnce, worlds.lossy), noCreation)).toContain('symmetry');
  });

  it('is off where the guarantee does', () => {
    const favourite: Guarantee = {
      ...noCreation,
      name: 'm1 is never delivered',
      observe: (account, sighting) =>
        sighting.message === 'm1' && sighting.type === 'delivered' ? 'out of nothing' : account,
    };
    const model = compose(protocols.exactlyOnce, worlds.calm);
    const verdict = verifyExhaustively(model, favourite, { reductions: ['symmetry'] });
    expect(verdict.verdict).toBe('violated');
    expect(verdict.coverage.reductions).toBeUndefined();
  });

  it('is off where there is nothing to exchange', () => {
    const model = compose(protocols.exactlyOnce, { ...worlds.hostile, messages: 1 });
    expect(used(model, noCreation)).not.toContain('symmetry');
  });

  it('nearly halves the states where messages stand side by side', () => {
    const model = compose(protocols.fireAndForget, { ...worlds.hostile, messages: 3, capacity: 3 });
    const states = (some: readonly Reduction[]): number =>
      verifyExhaustively(model, noCreation, { reductions: some }).coverage.states!;
    expect([states([]), states(['symmetry'])]).toEqual([307, 154]);
  });
});

describe('restarts first', () => {
  it('waits for a restart that writes: a crash may cut it, and then it is made once more', () => {
    const model = compose(incarnations, { ...worlds.crashing, crashes: { receiver: 2 } });
    const delivers: Guarantee = {
      ...noCreation,
      name: 'nothing is delivered',
      broken: (account) => (account === 'delivered' ? 'is delivered' : undefined),
      observe: (account, { type }) => (type === 'delivered' ? 'delivered' : account),
      opening: 'not',
    };
    expect(verifyExhaustively(model, delivers).verdict).toBe('violated');
    expect(verifyExhaustively(model, delivers, { reductions: ['restarts-first'] }).verdict).toBe('violated');
  });

  it('is off where nobody crashes', () => {
    expect(used(compose(protocols.exactlyOnce, worlds.lossy), noCreation)).not.toContain('restarts-first');
  });
});

describe('folding', () => {
  it('is off for what may be owed, since a debt may hang on a packet that is really lost', () => {
    // Folded, the lost packet of fire and forget would still be there to pay.
    const model = compose(protocols.fireAndForget, worlds.hostile);
    expect(used(model, atLeastOnce)).not.toContain('fold');
    expect(used(model, exactlyOnce)).not.toContain('fold');
    expect(used(model, noCreation)).toContain('fold');
  });

  it('is off where a link keeps order, or duplicates only so often', () => {
    expect(used(compose(protocols.exactlyOnce, worlds.duplicating), atMostOnce)).not.toContain('fold');
    const seldom = { ...worlds.hostile, duplicates: 1 } as const;
    expect(used(compose(protocols.exactlyOnce, seldom), atMostOnce)).not.toContain('fold');
  });

  it('lifts the bound on what is in flight', () => {
    const model = compose(protocols.exactlyOnce, worlds.hostile);
    expect(verifyExhaustively(model, atMostOnce, { reductions: ['fold'] }).bound).toContain('any capacity');
  });

  it('is unknown where what holds within the capacity is broken beyond it', () => {
    // With room for one packet nothing can be duplicated.
    const model = compose(protocols.fireAndForget, {
      ...worlds.hostile,
      messages: 1,
      capacity: 1,
      crashes: 0,
    });
    const verdict = verifyExhaustively(model, atMostOnce, { reductions: ['fold'] });
    expect(verdict.verdict).toBe('unknown');
  });
});
