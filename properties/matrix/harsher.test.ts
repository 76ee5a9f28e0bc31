import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, guarantees, inOrder } from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { compose } from '../../src/model/compose.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { worlds } from '../../src/model/world.ts';
import type { Budget, World } from '../../src/model/world.ts';
import { assumptions, codeOf, worldUnder } from '../../src/matrix/assumptions.ts';
import { isAtLeastAsHarsh } from '../../src/matrix/harsher.ts';
import { matrixOf } from '../../src/matrix/matrix.ts';
import { atMostOnce as sentOnce } from '../../src/protocols/at-most-once.ts';
import { fireAndForget } from '../../src/protocols/fire-and-forget.ts';
import { deliverBeforeRecord } from '../../src/protocols/flawed/deliver-before-record.ts';
import { recordThenDeliver } from '../../src/protocols/three-orders.ts';
import { acceptedLate } from './fixtures/accepted-late.ts';
import { alternating } from './fixtures/alternating.ts';
import { comparisonsIn, isRepaired } from './laws.ts';

const roles = ['sender', 'receiver'];
const { calm, lossy, reordering, crashing, forgetful, partitioned, severed, hostile } = worlds;
const isHarsher = (harsher: World, milder: World, guarantee: Guarantee = atMostOnce): boolean =>
  isAtLeastAsHarsh(harsher, milder, roles, guarantee);

describe('the order of the assumptions', () => {
  const columns = assumptions.map((assumption) => ({
    code: codeOf(assumption),
    world: worldUnder(assumption, { protocol: fireAndForget }),
  }));

  it('follows from the budgets, and is this for a promise that owes nothing', () => {
    const milderThan = ({ world }: (typeof columns)[number]): string =>
      columns
        .filter((other) => other.world !== world && isHarsher(world, other.world))
        .map(({ code }) => code)
        .join(' ');
    expect(columns.map((column) => `${column.code} > ${milderThan(column)}`)).toMatchInlineSnapshot(`
      [
        "calm > ",
        "l > calm",
        "d > calm",
        "r > calm",
        "ld > calm l d",
        "ldr > calm l d r ld",
        "p > calm",
        "p∞ > calm",
        "c > calm",
        "t > ",
        "t∞ > ",
        "S > calm",
        "S° > calm",
        "R > calm",
        "R° > calm",
        "A > calm S R",
        "A° > calm S° R°",
        "ldrA > calm l d r ld ldr S R A",
        "ldrA° > calm l d r ld ldr S° R° A°",
      ]
    `);
  });

  it('is an order', () => {
    for (const guarantee of [atMostOnce, atLeastOnce]) {
      for (const { world: a } of columns) {
        expect(isHarsher(a, a, guarantee)).toBe(true);
        for (const { world: b } of columns) {
          if (a !== b && isHarsher(a, b, guarantee)) expect(isHarsher(b, a, guarantee)).toBe(false);
          for (const { world: c } of columns) {
            if (isHarsher(a, b, guarantee) && isHarsher(b, c, guarantee)) {
              expect(isHarsher(a, c, guarantee)).toBe(true);
            }
          }
        }
      }
    }
  });
});

describe('a world is no harsher than another', () => {
  it.each([
    ['of other bounds', { ...hostile, messages: 3 }, lossy],
    ['of a larger capacity', { ...hostile, capacity: 3 }, lossy],
    ['with fewer losses', { ...lossy, losses: 2 }, { ...lossy, losses: 3 }],
    ['with losses that end', { ...lossy, losses: 99 }, lossy],
    ['with fewer duplicates', { ...hostile, duplicates: 0 }, hostile],
    ['with fewer partitions', { ...partitioned, partitions: 1 }, partitioned],
    ['where another role crashes', { ...crashing, crashes: { sender: 1 } }, crashing],
    [
      'where the crashes are shared out otherwise',
      { ...crashing, crashes: { sender: 2 } },
      { ...crashing, crashes: { receiver: 1 } },
    ],
    ['that loses disks where the other keeps them', forgetful, crashing],
    ['that keeps disks where the other loses them', crashing, forgetful],
    ['that never heals where the other does', { ...severed, partitions: 'unlimited' as const }, partitioned],
    ['that keeps order', lossy, { ...lossy, links: 'bag' as const }],
  ])('%s', (_, harsher, milder) => {
    expect(isHarsher(harsher, milder)).toBe(false);
  });

  it('but disks and healing do not matter where nothing crashes or is cut off', () => {
    expect(isHarsher(forgetful, calm)).toBe(true);
    expect(isHarsher(forgetful, { ...calm, disks: 'lost' })).toBe(true);
    expect(isHarsher(crashing, { ...calm, disks: 'lost' })).toBe(true);
    expect(isHarsher(severed, calm)).toBe(true);
    expect(isHarsher(lossy, { ...calm, healing: false })).toBe(true);
  });
});

describe('why no more is called harsher', () => {
  it('a lost disk repairs: the message that was recorded and never delivered is delivered after all', () => {
    const found = [crashing, forgetful].map(
      (world) => verifyExhaustively(compose(recordThenDeliver, world), guarantees[3]!).verdict,
    );
    expect([guarantees[3]!.name, ...found]).toEqual(['honest confirmation', 'violated', 'holds']);
  });

  it('a bag repairs a debt: what only alternates on a queue comes twice in a row on a bag', () => {
    const found = [calm, reordering].map(
      (world) => verifyExhaustively(compose(alternating, { ...world, messages: 1 }), atLeastOnce).verdict,
    );
    expect(found).toEqual(['violated', 'holds']);
    expect(isHarsher(reordering, calm, atLeastOnce)).toBe(false);
    expect(isHarsher(reordering, calm, exactlyOnce)).toBe(false);
    expect(isHarsher(reordering, calm, inOrder)).toBe(true);
  });

  it('more messages are another question: one never overtakes another where there is one', () => {
    const model = (messages: number) => compose(fireAndForget, { ...reordering, messages });
    expect(verifyExhaustively(model(1), inOrder).verdict).toBe('unknown');
    expect(verifyExhaustively(model(2), inOrder).verdict).toBe('violated');
  });
});

describe('the theorems', () => {
  it('speak of what is owed at once: who accepts late escapes a crash that forgets, and a cut link', () => {
    const columns = assumptions.filter(({ name }) => name === 'forgetful' || name === 'severed');
    const { verdicts } = matrixOf([{ protocol: acceptedLate }], columns, [exactlyOnce]);
    expect(verdicts.flat(2).map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
  });
});

describe('whatever breaks in a milder world breaks in a harsher one, in no more steps', () => {
  const budget = fc.constantFrom<Budget>(0, 1, 'unlimited');
  const few = fc.constantFrom(0, 1);
  const world: fc.Arbitrary<World> = fc.record({
    name: fc.constant('drawn'),
    messages: fc.constantFrom(1, 2),
    links: fc.constantFrom('queue', 'bag'),
    capacity: fc.constantFrom(1, 2),
    losses: budget,
    duplicates: budget,
    crashes: fc.oneof(few, fc.record({ sender: few, receiver: few })),
    disks: fc.constantFrom('kept', 'lost'),
    partitions: few,
    healing: fc.boolean(),
  });
  /** Some of a second world's budgets in place of the first one's: often harsher, and often not. */
  const two = fc
    .tuple(world, world, fc.subarray(['links', 'losses', 'duplicates', 'crashes', 'disks', 'partitions']))
    .map(([first, second, changed]) => [
      first,
      { ...first, ...Object.fromEntries(changed.map((key) => [key, second[key as keyof World]])) },
    ]);
  const protocols = [fireAndForget, sentOnce, deliverBeforeRecord, acceptedLate, alternating];

  it('for worlds drawn at random', () => {
    let compared = 0;
    let broken = 0;
    // Pairs of packets of two messages make too many states, and one is enough to alternate.
    const reach = (at: World, protocol: Protocol): World =>
      protocol === alternating ? { ...at, messages: 1 } : at;
    const verdictOf = (protocol: Protocol, at: World, guarantee: Guarantee) =>
      verifyExhaustively(compose(protocol, reach(at, protocol)), guarantee);
    fc.assert(
      fc.property(two, fc.constantFrom(...protocols), ([milder, harsher], protocol) => {
        for (const guarantee of guarantees) {
          if (!isAtLeastAsHarsh(harsher!, milder!, roles, guarantee)) continue;
          const pair = {
            protocol: protocol.name,
            guarantee,
            milder: { name: 'milder', verdict: verdictOf(protocol, milder!, guarantee) },
            harsher: { name: 'harsher', verdict: verdictOf(protocol, harsher!, guarantee) },
          };
          compared += 1;
          if (pair.milder.verdict.verdict === 'violated') broken += 1;
          expect(isRepaired(pair)).toBe(false);
        }
      }),
      { seed: 1, numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(200);
    expect(broken).toBeGreaterThan(50);
  });
});

describe('the check of the law', () => {
  const columns = assumptions.filter(({ name }) => ['calm', 'lossy', 'unreliable'].includes(name));
  const { verdicts, ...matrix } = matrixOf([{ protocol: fireAndForget }], columns, [atLeastOnce, inOrder]);
  /** The matrix with one cell taken from another column. */
  const forged = (column: number, from: number) => ({
    ...matrix,
    verdicts: verdicts.map((row) => row.map((cell, index) => (index === column ? row[from]! : cell))),
  });

  const repairsIn = (forgery: ReturnType<typeof forged>): readonly string[] =>
    comparisonsIn(forgery)
      .filter(isRepaired)
      .map(({ guarantee, milder, harsher }) => `${guarantee.name}: ${milder.name}, ${harsher.name}`);

  it('sees no repair where there is none', () => {
    expect(repairsIn(forged(0, 0))).toEqual([]);
  });

  it('sees that something is broken, and holds where the world is harsher', () => {
    expect(repairsIn(forged(0, 2))).toEqual(['in order: calm, lossy']);
  });

  it('sees that a counterexample becomes longer', () => {
    const longer = forged(0, 2);
    const [broken] = longer.verdicts[0]![2]!.slice(1);
    if (broken?.verdict !== 'violated') throw new Error('order is kept although packets are reordered');
    const padded = { ...broken, trace: [...broken.trace, broken.trace[0]!] };
    const [calmCells, , unreliable] = longer.verdicts[0]!;
    const verdicts2 = [[calmCells!, calmCells!, [unreliable![0]!, padded]]];
    expect(repairsIn({ ...longer, verdicts: verdicts2 })).toEqual([
      'in order: calm, unreliable',
      'in order: lossy, unreliable',
    ]);
  });
});
