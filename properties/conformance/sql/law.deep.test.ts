import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDatabase, anyHistory, judged } from './both.ts';

const inDuckdb = aDatabase();

describe('DuckDB and the judge, of any history at all,', () => {
  it('say the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, async (text) => {
        expect(await inDuckdb(text)).toEqual(await judged(text));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 1000) },
    );
  });
});
