import { Buffer } from 'node:buffer';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeFile } from '../../src/cli/judge-file.ts';
import { atLeastOnce, atMostOnce } from '../../src/guarantees/index.ts';
import { aFolder, ask, askForResults } from './asking.ts';
import type { Result } from './asking.ts';
import { written } from './told.ts';

const write = aFolder();
const history = written('submitted m0', 'confirmed m0', 'delivered m0', 'delivered m0', 'drained', 'ended');
const good = write('good.jsonl', history);
const nothing = {
  submitted: 0,
  accepted: 0,
  confirmed: 0,
  rejected: 0,
  abandoned: 0,
  deliveries: 0,
  delivered: 0,
};

/** Judges the file and a good one after it, which must be judged as ever. */
const judged = async (file: string): Promise<Result & { readonly stderr: string }> => {
  const { code, results, stderr } = await askForResults(file, good, '--guarantee', 'at-most-once');
  expect(code).toBe(2);
  expect(results).toHaveLength(2);
  expect(results[1]).toMatchObject({
    file: good,
    verdict: 'violated',
    counts: { deliveries: 2 },
    errors: [],
  });
  return { ...results[0]!, stderr };
};

async function* stopping(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
  throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' });
}

async function* failing(): AsyncGenerator<Buffer> {
  yield Buffer.from('\n');
  throw Object.assign(new RangeError('a mistake of ours'), { code: 'ERR_OUT_OF_RANGE' });
}

describe('a file that cannot be read at all is unknown, and the others are judged', () => {
  it.each([
    ['one that is missing', `${good}-missing`, 'no such file'],
    ['a directory', dirname(good), 'a directory, not a file'],
    ['an empty one', write('empty.jsonl', ''), 'expected at least one event, found none'],
    [
      'one of blank lines',
      write('blank.jsonl', '\uFEFF\n \r\n\t\n'),
      'expected at least one event, found none',
    ],
  ])('%s', async (_, file, message) => {
    const { verdict, reason, counts, errors, stderr } = await judged(file);
    expect({ verdict, reason, counts }).toEqual({ verdict: 'unknown', reason: message, counts: nothing });
    expect(errors).toEqual([{ message }]);
    expect(stderr).toBe(`${file}: ${message}\n`);
  });

  it('one that stops in the middle: what was read is judged, and the rest may have been anything', async () => {
    const broken = await judgeFile('f', [atMostOnce], {}, stopping(history));
    expect(broken).toMatchObject({
      verdict: 'violated',
      reason: 'm0 is delivered twice (line 4)',
      mistakes: 1,
    });
    const unbroken = await judgeFile('f', [atLeastOnce], {}, stopping(history));
    expect(unbroken).toMatchObject({ verdict: 'unknown', reason: 'EIO: i/o error, read', mistakes: 1 });
    expect(unbroken.errors).toEqual([{ message: 'EIO: i/o error, read' }]);
    // It is told before all the lines that are wrong, however many these are.
    const nonsense = await judgeFile('f', [atLeastOnce], {}, stopping('nonsense\n'.repeat(7)));
    expect(nonsense).toMatchObject({
      mistakes: 8,
      errors: [{ message: 'EIO: i/o error, read' }, { line: 1 }, {}, {}, {}, {}],
    });
  });

  it('but what is no fault of the file is not taken for one', async () => {
    await expect(judgeFile('f', [atMostOnce], {}, failing())).rejects.toThrow('a mistake of ours');
  });

  it('a binary one', async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256));
    const { verdict, counts, errors, stderr } = await judged(write('binary', bytes));
    expect({ verdict, counts }).toEqual({ verdict: 'unknown', counts: nothing });
    expect(errors).toHaveLength(5);
    expect(stderr).toMatch(/binary:1:\d+: expected UTF-8, found the byte 0x[\da-f]{2}\n/);
    expect(stderr).toMatch(/binary: and \d+ more\n$/);
  });

  it('one of zeroes', async () => {
    const { errors, stderr } = await judged(write('zeroes', Buffer.alloc(2000)));
    expect(errors).toMatchObject([{ line: 1, column: 1 }]);
    expect(stderr).not.toContain('\0');
    expect(stderr).toContain('zeroes:1:1: expected an event, which is a JSON object, found \\u{0}\\u{0}');
  });

  it('one in UTF-16', async () => {
    const { errors } = await judged(write('utf16', Buffer.from(`\uFEFF${history}`, 'utf16le')));
    expect(errors[0]).toEqual({ line: 1, column: 1, message: 'expected UTF-8, found the byte 0xff' });
  });
});

const added = (line: string, at: number): string =>
  history
    .split('\n')
    .toSpliced(at - 1, 0, line)
    .join('\n');

describe('a line that cannot be read is told, and all others are judged', () => {
  it.each([
    ['that is not JSON', 'delivered m0', 1, 'expected an event, which is a JSON object, found delivered'],
    ['with a field missing', '{"type":"settled"}', 18, 'expected a field "message", a string, found }'],
    [
      'with a wrong field',
      '{"type":"settled","message":0}',
      29,
      'expected "message" to be a string, found 0',
    ],
    ['of an unknown type', '{"type":"lost"}', 9, 'expected "type" to be one of submitted, accepted, '],
    [
      'of nothing but brackets',
      '['.repeat(100_000),
      100_001,
      'expected a value or "]", found the end of the line',
    ],
  ])('one %s', async (_, line, column, message) => {
    const file = write('wrong.jsonl', added(line, 3));
    const { verdict, counts, errors, stderr } = await judged(file);
    expect({ verdict, deliveries: counts.deliveries }).toEqual({ verdict: 'violated', deliveries: 2 });
    expect(errors).toEqual([{ line: 3, column, message: expect.stringContaining(message) }]);
    expect(stderr.startsWith(`${file}:3:${column}: ${message}`)).toBe(true);
  });

  it('one of a hundred megabytes, without reading it into memory', async () => {
    const file = write('long.jsonl', '');
    const handle = openSync(file, 'r+');
    writeSync(handle, '{"type":"submitted","message":"');
    // A hole in the file, read as zeroes.
    ftruncateSync(handle, 100_000_000);
    writeSync(handle, `\n${history}`, 100_000_000);
    closeSync(handle);
    const { verdict, counts, errors, stderr } = await judged(file);
    expect({ verdict, deliveries: counts.deliveries }).toEqual({ verdict: 'violated', deliveries: 2 });
    expect(errors).toHaveLength(1);
    expect(stderr).toBe(`${file}:1:1: expected a line of at most 1048576 bytes, found a longer one\n`);
  });

  it('the first five of many, and how many more', async () => {
    const file = write('many.jsonl', `${'nonsense\n'.repeat(12)}${history}`);
    const { verdict, reason, errors, stderr } = await judged(file);
    expect({ verdict, reason }).toEqual({ verdict: 'violated', reason: 'm0 is delivered twice (line 16)' });
    expect(errors.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
    expect(stderr.split('\n')).toHaveLength(7);
    expect(stderr).toMatch(/many\.jsonl: and 7 more\n$/);
  });

  it('on stderr, and not on stdout, for a person too', async () => {
    const file = write('wrong.jsonl', added('nonsense', 3));
    const { code, stdout, stderr } = await ask(file, good, '--guarantee', 'at-least-once');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^UNKNOWN {2}.*wrong\.jsonl\n/);
    expect(stdout).toContain('1 line could not be read');
    expect(stdout).toMatch(/\nHOLDS {2}.*good\.jsonl\n/);
    expect(stderr).toBe(`${file}:3:1: expected an event, which is a JSON object, found nonsense\n`);
  });
});

describe('what is unusual and not wrong is read', () => {
  const readings = {
    'a byte order mark': `\uFEFF${history}`,
    CRLF: history.replaceAll('\n', '\r\n'),
    'no end of the last line': history.trimEnd(),
    'blank lines': history.replaceAll('\n', '\n\n'),
    'the fields of others': history.replaceAll('{', '{"__proto__":{"type":"ended"},"constructor":[[[{}]]],'),
  };

  it.each(Object.entries(readings))('%s', async (name, content) => {
    const file = write(`${name}.jsonl`, content);
    const { code, stderr, results } = await askForResults(file, good, '--guarantee', 'at-most-once');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(results[0]?.counts).toEqual(results[1]?.counts);
    expect(results[0]?.anomalies).toEqual(results[1]?.anomalies);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', '0', ''])('a message with the id %j', async (id) => {
    const file = write('id.jsonl', history.replaceAll('"m0"', JSON.stringify(id)));
    for (const guarantee of ['at-most-once', 'exactly-once', 'strictly-in-order']) {
      const { results } = await askForResults(file, good, '--guarantee', guarantee, '--ordered');
      expect(results[0]?.counts).toEqual(results[1]?.counts);
      expect(results[0]?.anomalies).toEqual(results[1]?.anomalies);
      expect(results[0]?.reason).toBe(results[1]?.reason.replaceAll('m0', id));
    }
  });

  it('an id that would command the terminal, or fill it, is shown and not sent', async () => {
    const id = `\u001b[2J\u202e${'x'.repeat(100_000)}`;
    const file = write('escape.jsonl', history.replaceAll('"m0"', JSON.stringify(id)));
    const { stdout } = await ask(file, '--guarantee', 'at-most-once');
    expect(stdout).toContain('\\u{1b}[2J\\u{202e}xxx');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
    expect(stdout.length).toBeLessThan(10_000);
  });
});
