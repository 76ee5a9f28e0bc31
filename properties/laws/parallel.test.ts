import { describe, expect, it } from 'vitest';
import type * as Onceproof from '../../src/index.ts';
import type { Guarantee, WorldModel } from '../../src/index.ts';

// Workers are started from the built files, as they are for a user.
const built = new URL('../../dist/index.js', import.meta.url).href;
const {
  atLeastOnce,
  atMostOnce,
  families,
  compose,
  exactlyOnce,
  protocols,
  verifyExhaustively,
  verifyInParallel,
  worldOf,
  worlds,
} = (await import(built)) as typeof Onceproof;

// What everything else is made of comes first.
const { entries, flaws } = families[0]!;
const subjects = [
  ...entries.map((entry) => ({
    name: entry.protocol.name,
    protocol: entry.protocol,
    world: worldOf(entry, 'hostile'),
  })),
  ...flaws.map((flaw) => ({
    name: flaw.protocol.name,
    protocol: flaw.protocol,
    world: worldOf(flaw, flaw.world),
  })),
]
  .filter(({ protocol }) => Object.keys(protocol.roles).length === 2)
  .filter((_, index) => index % 3 === 0); // every third: what several workers share is the same for all

/** As many workers as asked for, from the first state on. */
const inParallel = (model: WorldModel, guarantee: Guarantee<any>, workers: number) =>
  verifyInParallel(model, guarantee, { workers, workersFrom: 0 });

describe('several workers', () => {
  it.each(subjects)('say of $name what one says, to the letter', async ({ protocol, world }) => {
    const model = compose(protocol, world);
    expect(await inParallel(model, exactlyOnce, 2)).toEqual(verifyExhaustively(model, exactlyOnce));
  });

  it.each([1, 2, 3, 5])('count the same when there are %i', async (workers) => {
    const model = compose(protocols.exactlyOnce, { ...worlds.hostile, capacity: 3 });
    expect(await inParallel(model, atLeastOnce, workers)).toEqual(verifyExhaustively(model, atLeastOnce));
  });

  it('count the same again and again, whoever was faster', async () => {
    const model = compose(protocols.exactlyOnce, { ...worlds.hostile, messages: 3, capacity: 2 });
    const alone = verifyExhaustively(model, atMostOnce);
    expect(alone.coverage.states).toBeGreaterThan(50_000);
    for (let time = 0; time < 5; time += 1) expect(await inParallel(model, atMostOnce, 3)).toEqual(alone);
  });

  it('leave out what one leaves out', async () => {
    const model = compose(protocols.exactlyOnce, { ...worlds.hostile, capacity: 3 });
    const reductions = ['symmetry', 'restarts-first'] as const;
    const together = await verifyInParallel(model, exactlyOnce, { workers: 2, workersFrom: 0, reductions });
    expect(together).toEqual(verifyExhaustively(model, exactlyOnce, { reductions }));
  });

  it('stop where a protocol misbehaves, and say how', async () => {
    const wrong = {
      ...protocols.exactlyOnce,
      roles: { ...protocols.exactlyOnce.roles, receiver: { upon: { receive: () => 'nothing' } } },
    } as unknown as typeof protocols.exactlyOnce;
    await expect(inParallel(compose(wrong, worlds.calm), atMostOnce, 2)).rejects.toThrow(
      'instead of a list of effects',
    );
  });
});

describe('a limit', () => {
  const model = compose(protocols.exactlyOnce, { ...worlds.hostile, messages: 3, capacity: 3 });

  it('on states ends in unknown, with what was covered', async () => {
    const verdict = await verifyInParallel(model, atMostOnce, { workers: 2, maxStates: 100_000 });
    expect(verdict.verdict === 'unknown' && verdict.reason).toBe('more than 100000 states');
    expect(verdict.coverage.states).toBeGreaterThan(100_000);
    expect(verdict.coverage.occurred['delivered']).toBeGreaterThan(0);
  });

  it('on memory does too', async () => {
    const verdict = await verifyInParallel(model, atMostOnce, { maxBytes: 2 ** 20 });
    expect(verdict.verdict === 'unknown' && verdict.reason).toBe('more than 1 MB of memory');
    expect(verdict.coverage.states).toBeGreaterThan(1000);
  });

  it('of whoever watches does too, in the search and in the reckoning of debts', async () => {
    const stops = (from: number) => {
      let shown = 0;
      return () => ((shown += 1) > from ? 'that is enough' : undefined);
    };
    let known = 0;
    const all = await verifyInParallel(model, exactlyOnce, { workers: 1, watch: () => void (known += 1) });
    expect(all.verdict).toBe('holds');
    for (const from of [0, 3, known - 2]) {
      const verdict = await verifyInParallel(model, exactlyOnce, { workers: 1, watch: stops(from) });
      expect([from, verdict.verdict === 'unknown' && verdict.reason]).toEqual([from, 'that is enough']);
    }
  });

  it('is shown progress that only grows', async () => {
    const seen: { states: number; transitions: number; depth: number; bytes: number }[] = [];
    await verifyInParallel(model, atMostOnce, { workers: 2, watch: (progress) => void seen.push(progress) });
    expect(seen.length).toBeGreaterThan(20);
    for (const key of ['states', 'transitions', 'depth', 'bytes'] as const) {
      const values = seen.map((progress) => progress[key]);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
  });
});
