import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basics } from '../../src/catalogue/basics.ts';
import { catalogue, worldOf, worldsFor } from '../../src/catalogue.ts';
import { examinerOf } from '../../src/explore/examine.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { graphOf } from '../../src/explore/graph.ts';
import { verifyByWalks, walks } from '../../src/fast-check/index.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, guarantees, noCreation } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { replay } from '../../src/model/trace.ts';

// What everything else is made of; the deep tests take the whole catalogue.
const right = basics.entries.flatMap((entry) =>
  worldsFor(entry.protocol).map((name) => ({
    model: compose(entry.protocol, worldOf(entry, name)),
    entry,
    world: name,
  })),
);
const twins = basics.flaws.flatMap((flaw) => {
  const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
  return { model, guarantee: flaw.guarantee, name: flaw.protocol.name };
});

describe('random walks and the exhaustive search', () => {
  it.each(right)(
    '$model.name: walks break no claim, which the exhaustive search found kept',
    ({ model, entry, world }) => {
      for (const { guarantee, worlds } of entry.claims) {
        if (!worlds.includes(world)) continue;
        expect(verifyByWalks(model, guarantee, { runs: 8, seed: 7 }).verdict).toBe('unknown');
      }
    },
  );

  it.each(right)(
    '$model.name: what walks break the exhaustive search breaks too, and by the very same trace',
    ({ model }) => {
      for (const guarantee of [atMostOnce, atLeastOnce, exactlyOnce]) {
        const found = verifyByWalks(model, guarantee, { runs: 8, seed: 11 });
        if (found.verdict !== 'violated') continue;
        const proven = verifyExhaustively(model, guarantee);
        expect(proven.verdict).toBe('violated');
        if (proven.verdict !== 'violated') continue;
        expect(found.trace).toEqual(proven.trace);
        expect([found.shortest, found.fingerprint]).toEqual([true, proven.fingerprint]);
      }
    },
  );

  it.each(right)('$model.name: a walk reaches only states that the exhaustive search has', ({ model }) => {
    const { nodes } = graphOf(model, noCreation, 100_000);
    const known = new Set(nodes.map(({ state }) => model.keyOf(state)));
    fc.assert(
      fc.property(walks(model), ({ actions }) => {
        for (const { state } of replay(model, actions)) expect(known).toContain(model.keyOf(state));
      }),
      { seed: 5, numRuns: 1 },
    );
  });
});

describe('a counterexample', () => {
  it.each(twins)(
    'of $name performs in every step, and breaks the promise in the last',
    ({ model, guarantee }) => {
      const verdict = verifyExhaustively(model, guarantee);
      expect(verdict.verdict).toBe('violated');
      if (verdict.verdict !== 'violated') return;
      const examine = examinerOf(model, guarantee);
      expect(examine(verdict.trace).performed).toEqual(verdict.trace);
      expect(examine(verdict.trace).violation).toEqual(verdict.violation);
      expect(examine(verdict.trace.slice(0, -1)).violation).toBeUndefined();
    },
  );

  it.each(twins)(
    'of $name, once shrunk, still breaks the same promise, and no step can be left out',
    ({ model, guarantee }) => {
      for (const seed of [1]) {
        const verdict = verifyByWalks(model, guarantee, { runs: 1000, seed });
        expect(verdict.verdict).toBe('violated');
        if (verdict.verdict !== 'violated') continue;
        const examine = examinerOf(model, guarantee);
        expect(examine(verdict.trace).performed).toEqual(verdict.trace);
        expect(examine(verdict.trace).violation?.guarantee).toBe(guarantee.name);
        for (const index of verdict.trace.keys()) {
          expect(examine(verdict.trace.toSpliced(index, 1)).violation).toBeUndefined();
        }
      }
    },
  );
});

describe('adding a fault', () => {
  const harsher = [
    ['calm', 'lossy'],
    ['calm', 'duplicating'],
    ['calm', 'reordering'],
    ['calm', 'crashing'],
    ['calm', 'partitioned'],
    ['partitioned', 'severed'],
    ['lossy', 'hostile'],
    ['duplicating', 'hostile'],
    ['reordering', 'hostile'],
    ['crashing', 'hostile'],
  ] as const;

  it.each(catalogue)('never repairs $protocol.name', (entry) => {
    for (const { guarantee, worlds } of entry.claims) {
      for (const [calmer, harder] of harsher) {
        if (worlds.includes(harder))
          expect([guarantee.name, calmer, worlds]).toEqual([
            guarantee.name,
            calmer,
            expect.arrayContaining([calmer]),
          ]);
      }
    }
    expect(guarantees.length).toBeGreaterThan(0);
  });
});
