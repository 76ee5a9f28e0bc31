import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../src/conformance/event.ts';
import { judgeOf } from '../../src/conformance/judge.ts';
import { historyGuarantees } from '../../src/conformance/promises.ts';
import { recount } from './recount.ts';
import type { Lines } from './recount.ts';
import { told } from './told.ts';

/** A good run with everything in it: two groups, keys, digests, destinations, effects and a transaction. */
const good: Lines = told(
  'started groups=["a","b"] complete={"submitting":true,"delivering":true}',
  ...['m0', 'm1', 'm2'].flatMap((m) => [
    `submitted ${m} key=k digest=${m} destination=orders`,
    `delivered ${m} one group=a digest=${m} destination=orders position=${m}`,
    `delivered ${m} two group=b digest=${m} destination=orders position=${m}`,
    `confirmed ${m}`,
    `processed ${m} one group=a`,
    `processed ${m} two group=b`,
    `settled ${m} one group=a`,
    `settled ${m} two group=b`,
  ]),
  'began t',
  'submitted m3 key=k digest=m3 destination=orders transaction=t',
  'delivered m3 one group=a digest=m3 destination=orders',
  'delivered m3 two group=b digest=m3 destination=orders',
  'committed t',
  'processed m3 one group=a',
  'processed m3 two group=b',
  'settled m3 one group=a',
  'settled m3 two group=b',
  'drained',
  'ended',
);

const verdictsOf = (lines: Lines): readonly string[] => {
  const judge = judgeOf(historyGuarantees);
  lines.forEach((event, index) =>
    event === undefined ? judge.miss(index + 1) : judge.hear(event, index + 1),
  );
  return judge
    .judgement()
    .groups.flatMap(({ group, rulings }) =>
      rulings.map(({ guarantee, verdict }) => `${group} ${guarantee}: ${verdict}`),
    )
    .toSorted();
};

const recountedOf = (lines: Lines): readonly string[] =>
  recount(lines, ['sender', 'key'])
    .flatMap(({ group, verdictOf }) =>
      historyGuarantees.map(({ name }) => `${group} ${name}: ${verdictOf(name)}`),
    )
    .toSorted();

const changed = (event: HistoryEvent | undefined, field: string, value: string): HistoryEvent | undefined =>
  event !== undefined && 'message' in event ? ({ ...event, [field]: value } as HistoryEvent) : event;

describe('a good history that is changed in one place', () => {
  it('keeps every promise as it is', () => {
    expect(verdictsOf(good).filter((verdict) => !verdict.endsWith('holds'))).toEqual([]);
  });

  const places = good.map((_, index) => index);
  it.each<[string, (at: number, other: number) => Lines]>([
    ['an event is dropped', (at) => good.toSpliced(at, 1)],
    ['an event comes twice', (at, other) => good.toSpliced(other, 0, good[at])],
    ['two events change places', (at, other) => good.with(at, good[other]).with(other, good[at])],
    ['an event is about another message', (at) => good.with(at, changed(good[at], 'message', 'm1'))],
    ['a digest is another', (at) => good.with(at, changed(good[at], 'digest', 'other'))],
    ['a destination is another', (at) => good.with(at, changed(good[at], 'destination', 'other'))],
    ['a group is another', (at) => good.with(at, changed(good[at], 'group', 'b'))],
    ['a line cannot be read', (at) => good.with(at, undefined)],
    ['it is cut off', (at) => good.slice(0, at)],
  ])('changes its verdicts exactly as the definitions say: %s', (name, mutate) => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(...places), (at, other) => {
        const lines = mutate(at, other);
        expect(verdictsOf(lines)).toEqual(recountedOf(lines));
        for (const verdict of verdictsOf(lines)) seen.add(verdict.split(': ')[1]!);
      }),
      { numRuns: 30 },
    );
    // Where a line is missing nothing holds, and in a good history nothing is violated for certain.
    expect(seen.size).toBeGreaterThan(name === 'a line cannot be read' ? 0 : 1);
  });
});
