import { afterEach, describe, expect, it } from 'vitest';
import { anomalyNames } from '../../src/conformance/anomalies.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import { aFolder, ask, askForResults } from './asking.ts';
import { written } from './told.ts';

const write = aFolder();
const kept = write('kept.jsonl', written('submitted m0', 'confirmed m0', 'delivered m0', 'drained', 'ended'));
const broken = write('broken.jsonl', written('submitted m0', 'confirmed m0', 'delivered m0', 'delivered m0'));
const silent = write('silent.jsonl', written('submitted m0', 'ended'));
const disordered = write(
  'disordered.jsonl',
  written('submitted m0', 'submitted m1', 'delivered m1', 'delivered m0', 'confirmed m1'),
);

const codeFor = async (...files: readonly string[]): Promise<number> =>
  (await ask(...files, '--guarantee', 'at-most-once')).code;

describe('onceproof judge FILE... --guarantee NAME', () => {
  it.each(guarantees)('knows $name', async ({ name }) => {
    const { code, results } = await askForResults(kept, '--guarantee', name.replaceAll(' ', '-'));
    expect(results[0]?.guarantee).toBe(name);
    // A history in which the confirmation comes before the delivery keeps all others.
    expect(code).toBe(name === 'confirmed means delivered' ? 1 : 0);
  });

  it('answers 0 where all hold, 1 where any is violated, else 3 where any is unknown, but 2 before all', async () => {
    expect(await codeFor(kept)).toBe(0);
    expect(await codeFor(kept, disordered)).toBe(0);
    expect(await codeFor(broken)).toBe(1);
    expect(await codeFor(silent)).toBe(3);
    expect(await codeFor(kept, silent)).toBe(3);
    expect(await codeFor(silent, broken, kept)).toBe(1);
    expect(await codeFor(silent, broken, kept, `${kept}-missing`)).toBe(2);
  });

  it('asks for order beside it with --ordered', async () => {
    const plain = await askForResults(disordered, '--guarantee', 'at-most-once');
    expect(plain).toMatchObject({ code: 0, results: [{ guarantee: 'at most once', verdict: 'holds' }] });
    expect(plain.results[0]).not.toHaveProperty('ordered');
    const ordered = await askForResults(disordered, '--guarantee', 'at-most-once', '--ordered');
    expect(ordered).toMatchObject({
      code: 1,
      results: [
        {
          guarantee: 'at most once',
          ordered: true,
          verdict: 'violated',
          reason: 'm0 is delivered after m1, which was submitted later (line 4)',
        },
      ],
    });
  });

  it('tells a person a block for each file', async () => {
    const { stdout, stderr } = await ask(
      broken,
      disordered,
      '--guarantee',
      'exactly-once',
      '--ordered',
      '--brief',
    );
    expect(stderr).toBe('');
    expect(stdout.replaceAll(broken, 'broken.jsonl').replaceAll(disordered, 'disordered.jsonl'))
      .toMatchInlineSnapshot(`
        "VIOLATED  broken.jsonl
          exactly once  Every accepted message is delivered in the end, and no message is delivered twice.
          in order      Messages of one sender are first delivered in the order in which they were submitted.
          because       m0 is delivered twice (line 4)
          recorded      1 submitted, 1 confirmed, 1 delivered in 2 deliveries
          anomalies     1 duplicated
            VIOLATED    exactly once  m0 is delivered twice (line 4)
            HOLDS       in order      1 duplicated
            broken.jsonl:4  duplicated  m0 is delivered again, first on line 3

        VIOLATED  disordered.jsonl
          exactly once  Every accepted message is delivered in the end, and no message is delivered twice.
          in order      Messages of one sender are first delivered in the order in which they were submitted.
          because       m0 is delivered after m1, which was submitted later (line 4)
          recorded      2 submitted, 1 confirmed, 2 delivered in 2 deliveries
          anomalies     1 reordered
            HOLDS       exactly once  1 reordered
            VIOLATED    in order      m0 is delivered after m1, which was submitted later (line 4)
            disordered.jsonl:4  reordered  m0 is first delivered after m1, which was submitted later

        "
      `);
  });

  it('prints one JSON document and nothing else with --json', async () => {
    const { stdout, stderr } = await ask(broken, '--guarantee', 'exactly-once', '--json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      results: [
        {
          file: broken,
          guarantee: 'exactly once',
          guarantees: ['exactly once'],
          discarded: {},
          notes: [],
          groups: [
            {
              verdict: 'violated',
              rulings: [
                { guarantee: 'exactly once', verdict: 'violated', reason: 'm0 is delivered twice (line 4)' },
              ],
              deliveries: 2,
              delivered: 1,
              anomalies: { ...Object.fromEntries(anomalyNames.map((name) => [name, 0])), duplicated: 1 },
              legal: { recovered: 0, vanished: 0, inFlight: 0 },
            },
          ],
          verdict: 'violated',
          reason: 'm0 is delivered twice (line 4)',
          counts: {
            submitted: 1,
            accepted: 0,
            confirmed: 1,
            rejected: 0,
            abandoned: 0,
            deliveries: 2,
            delivered: 1,
          },
          anomalies: {
            ...Object.fromEntries(anomalyNames.map((name) => [name, 0])),
            duplicated: 1,
          },
          offending: [
            {
              anomaly: 'duplicated',
              message: 'm0',
              line: 4,
              clause: 'm0 is delivered again, first on line 3',
            },
          ],
          errors: [],
        },
      ],
    });
  });

  it('tells how it is used with --help, whatever else is asked', async () => {
    const { code, stdout, stderr } = await ask('--help', '--guarantee', 'nonsense');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('onceproof judge FILE... [--guarantee NAME]... [options]');
    for (const { name } of guarantees) expect(stdout).toContain(name.replaceAll(' ', '-'));
  });

  it.each([
    [['--guarantee', 'at-most-once'], 'expected a FILE, found none'],
    [['f', '--guarantee', 'at most once'], 'found "at most once"'],
    [['f', '--guarantee', 'toString'], 'found "toString"'],
    [['f', '--guarantee'], "'--guarantee <value>' argument missing"],
    [['f', '--guarantee', 'no-creation', '--sorted'], "Unknown option '--sorted'"],
    [['f', '--guarantee', 'no-creation', '--json=yes'], "Option '--json' does not take an argument"],
  ])('refuses %j with exit code 2', async (args, complaint) => {
    const { code, stdout, stderr } = await ask(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^onceproof judge: /);
    expect(stderr).toContain(complaint);
    expect(stderr).toMatch(/onceproof judge --help tells how it is used\.\n$/);
  });
});

const setting = (terminal: boolean, plain: string | undefined): void => {
  process.stdout.isTTY = terminal;
  if (plain === undefined) delete process.env['NO_COLOR'];
  else process.env['NO_COLOR'] = plain;
};

describe('colour', () => {
  const wasTerminal = process.stdout.isTTY;
  const wasPlain = process.env['NO_COLOR'];
  const escape = '\u001b[';

  afterEach(() => setting(wasTerminal, wasPlain));

  it.each([
    ['a terminal', true, undefined, true],
    ['a terminal that wants none', true, '1', false],
    ['a file or a pipe', false, undefined, false],
  ])('for %s', async (_, terminal, plain, coloured) => {
    setting(terminal, plain);
    const { stdout } = await ask(kept, '--guarantee', 'at-most-once');
    expect(stdout.includes(`${escape}32mHOLDS`)).toBe(coloured);
    expect(stdout.includes(escape)).toBe(coloured);
  });
});
