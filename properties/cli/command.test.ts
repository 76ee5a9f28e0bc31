import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue, flaws, worldOf } from '../../src/catalogue.ts';
import { examinerOf } from '../../src/explore/examine.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { onceproof } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-command-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const roles = (receiver: string): string => `
  const sender = { upon: { submit: (_, message) => [{ type: 'send', packet: { type: 'data', message } }, { type: 'accept', message }] } };
  export default { name: 'mine', roles: { sender, receiver: ${receiver} }, links: ['sender -> receiver'] };`;
const bare = file(
  'bare.mjs',
  roles(`{ upon: { receive: (_, { message }) => [{ type: 'deliver', message }] } }`),
);
const throwing = file('throwing.mjs', roles(`{ upon: { receive: () => { throw new Error('oh no'); } } }`));

describe('the line that finds a violation again', () => {
  it.each([
    [bare, '--world', 'duplicating', '--guarantee', 'at-most-once'],
    ['fire-and-forget', '--guarantee', 'exactly-once', '--crashes', 'sender=1', '--losses', '0'],
    ['short-window', '--engine', 'random', '--seed', '5', '--runs', '300', '--messages', '3'],
    ['sent-twice', '--world', 'hostile', '--max-states', '80', '--guarantee', 'exactly-once'],
    [
      'store-and-forward',
      '--guarantee',
      'exactly-once',
      '--links',
      'bag',
      '--capacity',
      '1',
      '--disks',
      'lost',
    ],
  ])('brings the same story again: %s %s %s %s %s', (...args) => {
    const first = onceproof('verify', ...args);
    expect([first.code, first.stderr]).toEqual([1, '']);
    const lines = [...first.stdout.matchAll(/^Find again: onceproof (.*)$/gm)];
    expect(lines).toHaveLength(1);
    expect(onceproof(...lines[0]![1]!.split(' '))).toEqual(first);
  });
});

describe('the JSON document of verify', () => {
  const always = ['protocol', 'world', 'guarantee', 'engine', 'verdict', 'bound'];
  const counted = ['states', 'transitions', 'depth', 'occurred'];
  const walked = ['runs', 'seed', 'occurred'];
  const story = [
    'violation',
    'shortest',
    'fingerprint',
    'trace',
    'reason',
    'why',
    'token',
    'reproduce',
    'findAgain',
  ];

  it.each([
    [0, ['--world', 'calm'], [...always, ...counted, 'reproduce']],
    [1, [], [...always, ...counted, ...story]],
    [3, ['--max-states', '2'], [...always, ...counted, 'reason', 'reproduce']],
    [1, ['--engine', 'random'], [...always, ...walked, ...story]],
    [3, ['--engine', 'random', '--world', 'calm'], [...always, ...walked, 'reason', 'reproduce']],
  ])('for exit code %i after %j has what applies, and no more', (code, args, keys) => {
    const told = onceproof('verify', 'fire-and-forget', '--guarantee', 'at-most-once', ...args, '--json');
    const document = JSON.parse(told.stdout) as { results: readonly object[] };
    expect([told.code, told.stderr]).toEqual([code, '']);
    expect(Object.keys(document)).toEqual(['schemaVersion', 'results']);
    expect(document.results.map((result) => Object.keys(result))).toEqual([keys]);
  });

  it('holds traces that break the same promise in the library', () => {
    const names = ['sent-twice', 'gives-up', 'deliver-before-record'];
    const { results } = JSON.parse(onceproof('verify', ...names, '--json').stdout);
    expect(results.map((result: { protocol: string }) => result.protocol)).toEqual(names);
    for (const { protocol, trace, violation } of results) {
      const flaw = flaws.find((each) => each.protocol.name === protocol)!;
      const examine = examinerOf(compose(flaw.protocol, worldOf(flaw, flaw.world)), flaw.guarantee);
      expect(examine(trace)).toMatchObject({ performed: trace, violation });
    }
  });
});

describe('what is printed', () => {
  it('names one of a thing and many of a thing', () => {
    const { stdout } = onceproof(
      'verify',
      'fire-and-forget',
      '--world',
      'calm',
      '--messages',
      '1',
      '--losses',
      '1',
    );
    expect(stdout).toMatch(/, 1 delivery, 1 loss, 0 duplications, 0 crashes$/m);
  });

  it('lists every protocol, flawed twin, world and guarantee there is, under the names that verify takes', () => {
    const { code, stdout, stderr } = onceproof('list');
    expect([code, stderr]).toEqual([0, '']);
    const listed = [...stdout.matchAll(/^ {2}([\w-]+) {2}/gm)].map(([, name]) => name);
    expect(listed).toEqual([
      ...[...catalogue, ...flaws].map(({ protocol }) => protocol.name),
      ...Object.keys(worlds),
      ...guarantees.map(({ name }) => name.replaceAll(' ', '-')),
    ]);
  });

  it.each([[['--help']], [['verify', '--help']], [['list']], [['verify', 'sent-twice']]])(
    'by %j has no colour where nobody looks',
    (args) => {
      expect(onceproof(...args).stdout).not.toContain('\u001B[');
    },
  );

  it('may be cut off by whoever reads it', () => {
    const command = `"${process.execPath}" "${resolve('dist/cli/main.js')}"; echo "exit $?" >&2`;
    const { stdout, stderr } = spawnSync('sh', ['-c', `{ ${command}; } | head -n 1`], { encoding: 'utf8' });
    expect(stdout).toBe('The order of effects is the guarantee.\n');
    expect(stderr).toBe('exit 0\n');
  });
});

describe('a protocol that misbehaves', () => {
  const calm = ['--world', 'calm'];

  it('is named with its file, once, and hides nothing of the others', () => {
    const alone = onceproof('verify', 'at-most-once', 'exactly-once', ...calm);
    const among = onceproof('verify', 'at-most-once', throwing, 'exactly-once', ...calm);
    expect(among).toEqual({
      code: 2,
      stdout: alone.stdout,
      stderr: `onceproof verify: ${throwing}: role "receiver" upon receive of data from "sender" threw: oh no\n`,
    });
    expect(alone.code).toBe(0);
    const { results } = JSON.parse(onceproof('verify', throwing, bare, ...calm, '--json').stdout);
    expect(results).toHaveLength(3);
  });

  it('is named by the random engine too', () => {
    const { code, stdout, stderr } = onceproof('verify', throwing, ...calm, '--engine', 'random');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('role "receiver" upon receive of data from "sender" threw: oh no\n');
  });

  it.each([
    ['roles.mjs', `{ name: 'x', roles: null, links: [] }`, 'the roles are not an object'],
    ['upon.mjs', `{ name: 'x', roles: { a: {} }, links: [] }`, 'the role "a" has no handlers'],
    ['links.mjs', `{ name: 'x', roles: {}, links: 'a -> b' }`, 'the links are not a list'],
    ['name.mjs', `{ name: 7, roles: {}, links: [] }`, 'the name is not a string'],
    [
      'set.mjs',
      `{ name: 'x', roles: { a: { disk: { seen: new Set() }, upon: {} } }, links: [] }`,
      'a.disk.seen is a Set',
    ],
    ['submit.mjs', `{ name: 'x', roles: { a: { upon: {} } }, links: [] }`, 'no role has a submit handler'],
  ])('from the start, in %s, is refused before anything runs', (name, code, complaint) => {
    const refused = onceproof('verify', 'exactly-once', file(name, `export default ${code};`));
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain(complaint);
    expect(refused.stderr).not.toContain('    at ');
  });
});

describe('--crashes by role', () => {
  it.each([
    ['sender=1,sender=2', '--crashes names "sender" twice'],
    ['sender=1=2', '--crashes takes ROLE=COUNT, not "sender=1=2"'],
    ['=1', '--crashes takes ROLE=COUNT, not "=1"'],
    ['sender=', '--crashes takes a whole number from 0, not ""'],
  ])('refuses %s', (given, complaint) => {
    const { code, stdout, stderr } = onceproof('verify', 'fire-and-forget', '--crashes', given);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(complaint);
  });
});

describe('onceproof judge', () => {
  const histories = resolve('properties/conformance/histories');
  const asked = ['--guarantee', 'at-most-once'];
  const tally = readFileSync(join(histories, 'tally.ndjson'), 'utf8');

  it('answers 0 for a recorded run in which nothing is delivered twice, and 1 where something is', () => {
    expect(tally).toContain('aedes-q0-6');
    const kept = onceproof('judge', join(histories, 'aedes-q0-6.jsonl'), ...asked);
    expect([kept.code, kept.stderr, kept.stdout.startsWith('HOLDS')]).toEqual([0, '', true]);
    const twice = file(
      'twice.jsonl',
      '{"type":"submitted","message":"m0"}\n'.concat('{"type":"delivered","message":"m0"}\n'.repeat(2)),
    );
    expect(onceproof('judge', twice, ...asked)).toMatchObject({ code: 1, stderr: '' });
  });

  it('answers 2 for a file that is missing or empty, and says which', () => {
    const empty = file('empty.jsonl', '');
    const missing = join(folder, 'missing.jsonl');
    const { code, stderr } = onceproof('judge', empty, missing, ...asked);
    expect([code, stderr]).toEqual([
      2,
      `${empty}: expected at least one event, found none\n${missing}: no such file\n`,
    ]);
  });
});
