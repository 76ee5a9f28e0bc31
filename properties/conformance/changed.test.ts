import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../src/conformance/history.ts';
import { judge } from '../../src/conformance/judge.ts';
import { atLeastOnce, atMostOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { aFolder, askForResults } from './asking.ts';
import { eventsOf, textOf } from './recorded.ts';

const write = aFolder();

const verdictsOf = (events: readonly HistoryEvent[]): readonly string[] =>
  [atLeastOnce, atMostOnce, exactlyOnce].map((guarantee) => judge(events, [guarantee]).verdict);

describe('a good history that is changed in one place', () => {
  const good = eventsOf('pg-6.jsonl');
  const place = fc.constantFrom(...good.flatMap(({ type }, index) => (type === 'delivered' ? [index] : [])));

  it('keeps all three guarantees as it is', () => {
    expect(verdictsOf(good)).toEqual(['holds', 'holds', 'holds']);
  });

  it('loses a message with any one of its deliveries', () => {
    fc.assert(
      fc.property(place, (at) => {
        expect(verdictsOf(good.toSpliced(at, 1))).toEqual(['violated', 'holds', 'violated']);
      }),
    );
  });

  it('has a duplicate if any one of its deliveries comes again, wherever that is', () => {
    fc.assert(
      fc.property(place, fc.nat({ max: good.length }), (at, again) => {
        const changed = good.toSpliced(again, 0, good[at]!);
        expect(verdictsOf(changed)).toEqual(['holds', 'violated', 'violated']);
        expect(judge(changed, [atMostOnce]).anomalies.duplicated).toBe(1);
      }),
    );
  });

  it('is of unknown outcome for exactly once if the submission of a delivered message is missing', () => {
    const without = good.filter(({ type }, index) => !(type === 'submitted' && index === 0));
    expect(verdictsOf(without)).toEqual(['holds', 'holds', 'unknown']);
  });

  it('is of unknown outcome if any one of its lines cannot be read', async () => {
    const lines = textOf('pg-6.jsonl').trimEnd().split('\n');
    for (const at of [0, 1, 5, 100, 300, lines.length - 1]) {
      const file = write('broken.jsonl', lines.with(at, '{"type":"deli').join('\n'));
      for (const guarantee of ['at-least-once', 'at-most-once', 'exactly-once']) {
        const { code, results, stderr } = await askForResults(file, '--guarantee', guarantee);
        expect(results[0]?.verdict).toBe('unknown');
        expect(results[0]?.reason).toContain('1 line could not be read');
        expect(stderr.startsWith(`${file}:${at + 1}:14: expected`)).toBe(true);
        expect(code).toBe(2);
      }
    }
  });
});
