import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tallies, textOf } from '../recorded.ts';
import { aDatabase, anyHistory, judged, modelRun } from './both.ts';

const inDuckdb = aDatabase();

describe('DuckDB and the judge say the same, by every guarantee and of every anomaly,', () => {
  it.each(tallies.map(({ file }) => file))('of the recorded run %s', async (file) => {
    expect(await inDuckdb(textOf(file))).toEqual(await judged(textOf(file)));
  });

  it('of runs of the models', async () => {
    await fc.assert(
      fc.asyncProperty(modelRun, async (text) => {
        expect(await inDuckdb(text)).toEqual(await judged(text));
      }),
      { numRuns: 300 },
    );
  });

  it('of any history at all', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, async (text) => {
        expect(await inDuckdb(text)).toEqual(await judged(text));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 1000) },
    );
  });
});
