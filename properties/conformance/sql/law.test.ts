import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../recorded.ts';
import { aDatabase, anyHistory, judged, modelRun } from './both.ts';

const inDuckdb = aDatabase();
const textOf = (lines: readonly unknown[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');

/** What a reader and a query could take differently, by name. */
const hostile: readonly (readonly [what: string, text: string])[] = [
  ['nothing at all', ''],
  ['blank lines alone', '\n  \n\n'],
  [
    'names that must not be confused',
    textOf([
      { type: 'delivered', message: "m'0", group: '' },
      { type: 'delivered', message: 'm"0\\', group: '=' },
      { type: 'delivered', message: 'm\n0', group: "g'" },
      { type: 'delivered', message: 'm\n0', group: "g'" },
      { type: 'settled', message: '', group: 'null' },
    ]),
  ],
  [
    'JSON that only DuckDB takes for JSON',
    textOf([
      '{"type":"submitted","message":"m0",}',
      '{"type":"submitted","message":"m0","at":NaN}',
      '{"type":"submitted","message":"m0","at":Infinity}',
      '{"type":"submitted","message":"m0","own":NaN}',
      '{"type":"submitted","message":"m0","own":[ -Infinity]}',
      '{"type":"submitted","message":"m0","key":null}',
      '{"type":"delivered","message":"m0"} {"type":"drained"}',
    ]),
  ],
  [
    'values of another kind, where they matter and where they do not',
    textOf([
      { type: 'submitted', message: 'm0', group: 7, position: {} },
      { type: 'delivered', message: 'm0', group: 7 },
      { type: 'delivered', message: 'm0', position: {} },
      { type: 'delivered', message: 'm0', redelivered: 'yes' },
      { type: 'discarded', message: 'm0', reason: 'tired' },
      { type: 'faults' },
      { type: 'submitted', message: 'm0', at: '12' },
      { type: 'submitted', message: 'm0', at: true },
      { type: 'delivered', message: 'm0', position: true },
    ]),
  ],
  [
    'claims that come too late, and twice',
    textOf([
      { type: 'started', groups: ['g'], complete: { delivering: false } },
      { type: 'confirmed', message: 'm0' },
      { type: 'started', groups: ['h'], complete: { submitting: false } },
      { type: 'drained' },
      { type: 'ended', complete: { delivering: true } },
      { type: 'ended' },
    ]),
  ],
  [
    'subscriptions of several consumers, ended one by one and all at once',
    textOf([
      { type: 'subscribed', group: 'g', consumer: 'c1', destination: 'x' },
      { type: 'subscribed', group: 'g', consumer: 'c2', destination: 'x' },
      { type: 'confirmed', message: 'm0' },
      { type: 'submitted', message: 'm1', destination: 'x' },
      { type: 'confirmed', message: 'm1' },
      { type: 'unsubscribed', group: 'g', consumer: 'c1' },
      { type: 'drained' },
      { type: 'unsubscribed', group: 'g' },
      { type: 'submitted', message: 'm2', destination: 'x' },
      { type: 'confirmed', message: 'm2' },
      { type: 'subscribed', group: 'g' },
      { type: 'drained' },
    ]),
  ],
];

describe('DuckDB and the judge say the same, by every guarantee and of every anomaly,', () => {
  it.each(hostile)('of %s', async (_, text) => {
    const [duckdb, judge] = [await inDuckdb(text), await judged(text)];
    expect(duckdb).toEqual(judge);
  });

  it('of runs of the models', async () => {
    await fc.assert(
      fc.asyncProperty(modelRun, async (text) => {
        expect(await inDuckdb(text)).toEqual(await judged(text));
      }),
      { numRuns: 3 },
    );
  });

  it('of any history at all', async () => {
    const verdicts = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyHistory, async (text) => {
        const judge = await judged(text);
        for (const { verdicts: each } of judge.groups)
          for (const verdict of Object.values(each)) verdicts.add(verdict);
        expect(await inDuckdb(text)).toEqual(judge);
      }),
      { numRuns: 5 },
    );
    expect(verdicts.size).toBeGreaterThan(1);
  });

  it('of a good history that was changed in one place', async () => {
    const good = eventsOf('pg-6.jsonl').slice(0, 120);
    const lines = [...good, { type: 'drained' }];
    const at = 60;
    for (const changed of [
      lines.toSpliced(at, 1),
      lines.toSpliced(at, 0, lines[at - 7]!),
      lines.with(at, lines[at + 1]!).with(at + 1, lines[at]!),
      lines.with(at, '{"type":"deliv' as never),
    ]) {
      expect(await inDuckdb(textOf(changed))).toEqual(await judged(textOf(changed)));
    }
  });
});
