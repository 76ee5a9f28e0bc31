import { describe, expect, it } from 'vitest';
import { dialects } from '../../../src/conformance/sql/dialect.ts';
import { ask, askForResults } from '../asking.ts';
import { pathOf } from '../recorded.ts';

describe('onceproof judge --engine duckdb', () => {
  it('answers as without it: the verdict, the counts, the lines, the exit code', async () => {
    const args = [pathOf('nats-3.jsonl'), '--guarantee', 'exactly-once', '--ordered'];
    const plain = await askForResults(...args);
    const duckdb = await askForResults(...args, '--engine', 'duckdb');
    expect(duckdb.code).toBe(plain.code);
    const { verdict, counts, anomalies, offending } = plain.results[0]!;
    expect(duckdb.results[0]).toMatchObject({ verdict, counts, anomalies, offending });
  });

  it('draws what it shows', async () => {
    const { stdout } = await ask(pathOf('nats-3.jsonl'), '--guarantee', 'at-most-once', '--engine', 'duckdb');
    expect(stdout).toContain('DuckDB found: 1 duplicated');
    expect(stdout).toContain('m21');
    expect(stdout.split('\n').length).toBeGreaterThan(12);
  });
});

describe('onceproof judge --print-sql', () => {
  it.each(Object.values(dialects))('prints the query in the words of $name', async ({ name, quote }) => {
    const { code, stdout, stderr } = await ask(
      '--print-sql',
      '--guarantee',
      'exactly-once',
      '--dialect',
      name,
      '--table',
      'production.events',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('FROM production.events');
    expect(stdout).toContain(`AS ${quote('exactly once')}`);
    expect(stdout).not.toMatch(/undefined|\[object|\$\{/);
  });

  it('prints only what the answer needs', async () => {
    const { stdout } = await ask('--print-sql', '--guarantee', 'at-most-once');
    expect(stdout).not.toContain("'confirmed means delivered' AS what");
    const steps = [...stdout.matchAll(/^(\w+) AS MATERIALIZED/gm)].map(([, step]) => step!);
    for (const step of steps) expect(stdout).toMatch(new RegExp(`(FROM|JOIN) ${step}\\b`));
  });

  it('wants a guarantee and a dialect that there are', async () => {
    expect((await ask('--print-sql')).stderr).toContain('expected --guarantee with one of');
    expect((await ask('--print-sql', '--guarantee', 'in-order', '--dialect', 'duckbd')).stderr).toContain(
      'there is no dialect "duckbd". Did you mean duckdb?',
    );
  });
});
