import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { importHistory } from '../../../src/cli/import.ts';
import { InputError, UsageError } from '../../../src/cli/command.ts';
import { aFolder, ask, askForResults } from '../asking.ts';
import { fixture, fixturePath } from './importing.ts';

const write = aFolder();
const importing = async (...args: readonly string[]) => {
  const written = { stdout: '', stderr: '' };
  const code = await importHistory(args, {
    stdout: (text) => void (written.stdout += text),
    stderr: (text) => void (written.stderr += text),
  });
  return { code, ...written };
};
const [log, mapping] = [fixturePath('orders.jsonl'), fixturePath('orders.mapping.json')];

describe('onceproof import FILE... --from NAME|FILE', () => {
  it('writes the history, to the standard output or into a file', async () => {
    const { code, stdout, stderr } = await importing(log, '--from', mapping);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(7);
    const file = write('history.jsonl', '');
    expect(await importing(log, '--from', mapping, '--out', file)).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(file, 'utf8')).toBe(stdout);
    expect((await ask(file, '--guarantee', 'exactly-once')).code).toBe(0);
  });

  it('ends with 2 where a record is broken, tells where, and writes the rest', async () => {
    const broken = write(
      'broken.jsonl',
      fixture('orders.jsonl').replace('"o-2","customer"', '{},"customer"'),
    );
    const { code, stdout, stderr } = await importing(broken, '--from', mapping);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^\S+broken\.jsonl:4:\d+: expected a string or a whole number .*, found none\n$/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      '{"type":"ended","complete":{"submitting":false,"delivering":false}}',
    );
  });

  it('says how many records no rule speaks of, and goes on without a file that is not there', async () => {
    const odd = write('odd.jsonl', `{"msg":"hello"}\n${fixture('orders.jsonl')}{"msg":"bye"}\n`);
    const { code, stderr } = await importing(odd, '--from', mapping);
    expect(code).toBe(0);
    expect(stderr).toBe(
      `${odd}: 2 records that no rule speaks of, the first on line 1; nothing is concluded from what is absent\n`,
    );
    const missing = join(tmpdir(), 'onceproof-missing.jsonl');
    const both = await importing(missing, log, '--from', mapping);
    expect(both.code).toBe(2);
    expect(both.stderr).toBe(`${missing}: no such file\n`);
    expect(both.stdout).toContain(`"from":"${log}:1"`);
  });

  it('prints a preset as a mapping file, which reads the same', async () => {
    const { stdout } = await importing('--from', 'jepsen', '--print-mapping');
    const own = write('jepsen.json', stdout);
    const queue = fixturePath('queue.edn');
    expect(await importing(queue, '--from', own)).toEqual(await importing(queue, '--from', 'jepsen'));
  });

  it.each([
    [[log], UsageError, 'expected --from with the name of a format or a mapping file'],
    [[log, '--from', 'jepsn'], UsageError, 'there is no format "jepsn". Did you mean jepsen?'],
    [['--from', 'otel'], UsageError, 'expected a FILE, found none'],
    [[log, '--from', 'otel', '--complete', 'all'], UsageError, 'found "all"'],
    [[log, '--from', 'missing.json'], InputError, 'missing.json: no such file'],
    [[log, '--from', mapping, '--out', '/nowhere/at/all'], InputError, '/nowhere/at/all: no such file'],
  ] as const)('refuses %j', async (args, kind, message) => {
    await expect(importing(...args)).rejects.toThrow(kind);
    await expect(importing(...args)).rejects.toThrow(message);
  });

  it('says where a mapping file is wrong', async () => {
    const wrong = write('wrong.json', fixture('orders.mapping.json').replace('"submitted"', '"sent"'));
    await expect(importing(log, '--from', wrong)).rejects.toThrow(
      `${wrong}:16:19: expected one of submitted,`,
    );
  });
});

describe('onceproof judge FILE --from NAME|FILE', () => {
  it('judges what comes of it, as if it had been imported before', async () => {
    const file = write('imported.jsonl', (await importing(log, '--from', mapping)).stdout);
    const direct = await askForResults(log, '--from', mapping, '--guarantee', 'at-least-once');
    const twice = await askForResults(file, '--guarantee', 'at-least-once');
    expect(direct.code).toBe(0);
    const { file: _, notes: __, ...told } = direct.results[0]! as unknown as Record<string, unknown>;
    expect(twice.results[0]).toMatchObject(told);
  });

  it('draws the first offending message, and says which lines it tells', async () => {
    const twice = write('twice.jsonl', fixture('orders.jsonl').replace('["o-1"]', '["o-1","o-1"]'));
    const { code, stdout } = await ask(twice, '--from', mapping, '--guarantee', 'at-most-once');
    expect(code).toBe(1);
    expect(stdout).toContain(`${twice} (imported):6  duplicated  o-1 is delivered again, first on line 5`);
    expect(stdout).toContain('lines are those of the history that "onceproof import" writes');
    expect(stdout).toMatch(/o-1.*\n[^]*billing-1/);
  });

  it('takes the word of whoever knows that everything was recorded', async () => {
    const traces = fixturePath('otel-current.jsonl');
    const verdictOf = async (...args: readonly string[]) =>
      (await askForResults(traces, '--from', 'otel', '--guarantee', 'at-least-once', ...args)).results[0]
        ?.verdict;
    expect(await verdictOf()).toBe('unknown');
    expect(await verdictOf('--complete', 'submitting,delivering')).toBe('holds');
  });

  it('is one way to read a file among others', async () => {
    const { code, stderr } = await ask(
      log,
      '--from',
      mapping,
      '--engine',
      'duckdb',
      '--guarantee',
      'in-order',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('expected --from or --engine, found both');
  });
});
