import { describe, expect, it } from 'vitest';
import { catalogue, worldOf, worldsFor } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { verifyByWalks } from '../../src/fast-check/index.ts';
import { atLeastOnce, atMostOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';

const places = catalogue.flatMap((entry) =>
  worldsFor(entry.protocol).map((world) => ({ entry, world, name: `${entry.protocol.name} in ${world}` })),
);

describe.each(places)('random walks of $name', ({ entry, world }) => {
  it('break no claim, beyond the bound of the exhaustive search either', () => {
    const within = worldOf(entry, world);
    const beyond = { ...within, messages: within.messages + 1, capacity: within.capacity + 1 };
    for (const { guarantee, worlds } of entry.claims) {
      if (!worlds.includes(world)) continue;
      const found = verifyByWalks(compose(entry.protocol, beyond), guarantee, { runs: 20, seed: 7 });
      expect([guarantee.name, found.verdict]).toEqual([guarantee.name, 'unknown']);
    }
  });

  it('break only what the exhaustive search breaks too, and by the very same trace once it is proven shortest', () => {
    const model = compose(entry.protocol, worldOf(entry, world));
    for (const guarantee of [atMostOnce, atLeastOnce, exactlyOnce]) {
      const found = verifyByWalks(model, guarantee, { runs: 8, seed: 11 });
      if (found.verdict !== 'violated') continue;
      const proven = verifyExhaustively(model, guarantee);
      expect(proven.verdict).toBe('violated');
      if (proven.verdict !== 'violated' || !found.shortest) continue;
      expect([found.trace, found.fingerprint]).toEqual([proven.trace, proven.fingerprint]);
    }
  });
});
