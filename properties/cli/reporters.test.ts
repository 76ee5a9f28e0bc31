import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { annotationOf } from '../../src/cli/reporters/github.ts';
import { elementsOf, parsed, textIn } from '../laws/fixtures/markup.ts';
import type { Element } from '../laws/fixtures/markup.ts';
import { onceproof, onceproofIn, onceproofWith } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-reporters-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);

/** A protocol of the user's own, whatever it is called, whose receiver does with a packet what is said. */
const protocolFile = (file: string, name: string, receive: string): string => {
  writeFileSync(
    path(file),
    `const sender = { upon: { submit: (_, message) => [{ type: 'accept', message }, { type: 'send', packet: { type: 'data', message } }] } };
     const receiver = { upon: { receive: ${receive} } };
     export default { name: ${JSON.stringify(name)}, roles: { sender, receiver }, links: ['sender -> receiver'] };`,
  );
  return path(file);
};
const careless = `(_, { message }) => [{ type: 'deliver', message }]`;
const hostileName = 'a <b> "c" & \'d\' ]]>\u0000\u001B[31m\n::error::x,y:z%\t|`*\uD800 ```';
const hostile = protocolFile('hostile.mjs', hostileName, careless);
const throwing = protocolFile('throwing.mjs', 'thrower', `() => { throw new Error('oh <no>'); }`);

/** One verdict of each kind. */
const holding = ['fire-and-forget', '--world', 'calm', '--guarantee', 'at-most-once'];
const violated = ['fire-and-forget', '--world', 'duplicating', '--guarantee', 'at-most-once'];
const unknown = ['fire-and-forget', '--world', 'calm', '--guarantee', 'honest-confirmation'];

const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
const junitIn = (text: string): Element => {
  expect(text.startsWith(prolog)).toBe(true);
  return parsed(text.slice(prolog.length));
};
const named = (top: Element, name: string): readonly Element[] =>
  elementsOf(top).filter((element) => element.name === name);

describe('the terse reporter', () => {
  it('says each verdict in one line of six fields between tabs', () => {
    const calls = [holding, violated, unknown].map((args) =>
      onceproof('verify', ...args, '--reporter', 'terse'),
    );
    expect(calls.map(({ code }) => code)).toEqual([0, 1, 3]);
    const lines = calls.map(({ stdout }) => stdout.split('\t'));
    expect(lines.map((fields) => fields.slice(0, 4))).toEqual([
      ['holds', 'fire-and-forget', 'calm', 'at most once'],
      ['violated', 'fire-and-forget', 'duplicating', 'at most once'],
      ['unknown', 'fire-and-forget', 'calm', 'honest confirmation'],
    ]);
    expect(lines.map(([, , , , reason]) => reason)).toEqual([
      '2 messages, queue links, capacity 2, no losses, no duplicates, no crashes',
      'm0 is delivered twice, in 4 steps, the fewest there are',
      'no message was ever confirmed',
    ]);
    for (const [index, { stdout, code }] of calls.entries()) {
      const [line = ''] = stdout.match(/onceproof .*$/m) ?? [];
      expect(stdout.endsWith(`\t${line}\n`)).toBe(true);
      expect(onceproof(...line.split(' ').slice(1)).code, String(index)).toBe(code);
    }
  });

  it('keeps to one line and six fields whatever a protocol is called', () => {
    const { stdout } = onceproof('verify', hostile, '--world', 'duplicating', '--reporter', 'terse');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBe(3);
    for (const line of lines) expect(line.split('\t')).toHaveLength(6);
    expect(stdout).not.toMatch(/(?![\n\t])\p{Cc}/u);
  });

  it('is not the default, not even where nobody looks', () => {
    expect(onceproof('verify', ...holding).stdout).toMatch(/^✓ holds /);
    expect(onceproof('verify', ...holding, '--reporter', 'story')).toEqual(onceproof('verify', ...holding));
  });
});

describe('the JUnit reporter', () => {
  const judge = (...args: readonly string[]): Element =>
    junitIn(onceproof('verify', ...args, '--reporter', 'junit').stdout);

  it('has a suite for each protocol and a case for each guarantee in each world', () => {
    const both = ['--guarantee', 'at-most-once', '--guarantee', 'at-least-once'];
    const around = ['--world', 'calm', '--world', 'lossy'];
    const top = judge('fire-and-forget', 'exactly-once', ...both, ...around);
    const suites = named(top, 'testsuite');
    expect(suites.map(({ attributes }) => attributes['name'])).toEqual(['fire-and-forget', 'exactly-once']);
    const cases = ['calm', 'lossy'].flatMap((world) =>
      ['at most once', 'at least once'].map((promise) => `${promise} in the ${world} world`),
    );
    for (const suite of suites) {
      expect(named(suite, 'testcase').map(({ attributes }) => attributes['name'])).toEqual(cases);
    }
    expect(top.attributes).toMatchObject({ tests: '8', failures: '1', errors: '0', skipped: '0' });
  });

  it('tells the story of a failure, and of a pass how much was seen', () => {
    const [failure] = named(judge(...violated), 'failure');
    expect(failure!.attributes['message']).toContain('m0 is delivered twice');
    expect(textIn(failure!)).toContain('✗ at most once: m0 is delivered twice');
    expect(textIn(failure!)).toMatch(/^Reproduce: onceproof replay op1\./m);
    expect(textIn(named(judge(...holding), 'system-out')[0]!)).toMatch(/\d+ states, \d+ transitions/);
  });

  it('counts what is unknown as an error: it is neither a pass nor skipped', () => {
    const top = judge(...unknown);
    const [error] = named(top, 'error');
    expect(error!.attributes).toEqual({ message: 'no message was ever confirmed', type: 'unknown' });
    expect(top.attributes).toMatchObject({ tests: '1', failures: '0', errors: '1', skipped: '0' });
  });

  it('counts a protocol that misbehaves as an error', () => {
    const { code, stdout } = onceproof(
      'verify',
      throwing,
      'at-most-once',
      '--world',
      'calm',
      '--reporter',
      'junit',
    );
    const [error, ...others] = named(junitIn(stdout), 'error');
    expect([code, others]).toEqual([2, []]);
    expect(textIn(error!)).toContain('threw: oh <no>');
  });

  it('is XML whatever a protocol is called', () => {
    const top = judge(hostile, '--world', 'duplicating');
    const [suite] = named(top, 'testsuite');
    expect(suite!.attributes['name']).toBe(hostileName.replaceAll(/(?![\n\t])[\p{Cc}\p{Cs}]/gu, '\uFFFD'));
    expect(named(top, 'failure')).toHaveLength(2);
  });

  it('writes into the file that is named after it, and the story beside it on standard output', () => {
    const file = path('junit.xml');
    const asked = ['--reporter', 'story', '--reporter', 'junit', '--out', file];
    const { code, stdout } = onceproof('verify', ...violated, ...asked);
    expect([code, stdout]).toEqual([1, onceproof('verify', ...violated).stdout]);
    expect(readFileSync(file, 'utf8')).toBe(onceproof('verify', ...violated, '--reporter', 'junit').stdout);
  });

  it('fails with what failed in the past and still does, though the search finds nothing', () => {
    const store = path('store');
    mkdirSync(store);
    onceproof('verify', ...violated, '--store', store);
    const hardly = [...violated, '--max-states', '2', '--store', store];
    expect(onceproof('verify', ...violated, '--max-states', '2').code).toBe(3);
    const { code, stdout } = onceproof('verify', ...hardly, '--reporter', 'junit');
    const [failure] = named(junitIn(stdout), 'failure');
    expect(code).toBe(1);
    expect(textIn(failure!)).toContain('✗ at most once: m0 is delivered twice');
    const [again = ''] = /(?<=Reproduce: onceproof )replay .*$/m.exec(textIn(failure!)) ?? [];
    expect(onceproof(...again.split(' ')).code).toBe(1);
  });
});

describe('the reporter for GitHub', () => {
  const asGitHub = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder };
  const summaryIn = (name: string) => ({ ...asGitHub, GITHUB_STEP_SUMMARY: path(name) });
  const annotations = (stdout: string): readonly string[] =>
    stdout.split('\n').filter((line) => line.startsWith('::'));

  it('is added to the story by itself in GitHub Actions: one annotation for each claim that is violated', () => {
    const { code, stdout } = onceproofWith(asGitHub, '.', 'verify', ...violated);
    expect(code).toBe(1);
    expect(stdout).toContain('Reproduce: onceproof replay');
    const [annotation, ...others] = annotations(stdout);
    expect(others).toEqual([]);
    expect(annotation).toMatch(
      /^::error title=violated%3A at most once%3A fire-and-forget in the duplicating world::m0 is delivered twice/,
    );
    expect(annotation).toContain('%0A4. receiver receives data m0');
  });

  it('warns of what is unknown, and is silent about what holds', () => {
    expect(annotations(onceproofWith(asGitHub, '.', 'verify', ...unknown).stdout)).toEqual([
      expect.stringMatching(
        /^::warning title=unknown%3A honest confirmation.*::no message was ever confirmed%0A/,
      ),
    ]);
    expect(annotations(onceproofWith(asGitHub, '.', 'verify', ...holding).stdout)).toEqual([]);
  });

  it('is turned off by naming reporters, and by --json', () => {
    for (const asked of [['--reporter', 'story'], ['--json']]) {
      const { stdout } = onceproofWith(summaryIn('none.md'), '.', 'verify', ...violated, ...asked);
      expect(stdout).toBe(onceproof('verify', ...violated, ...asked).stdout);
    }
    expect(existsSync(path('none.md'))).toBe(false);
  });

  it("points at the file of a protocol of the user's own, from the top of the workspace", () => {
    mkdirSync(path('deep'));
    const { stdout } = onceproofWith(asGitHub, path('deep'), 'verify', '../throwing.mjs', '--world', 'calm');
    expect(annotations(stdout)).toEqual([
      expect.stringMatching(/^::error title=thrower misbehaves,file=throwing\.mjs::role "receiver"/),
    ]);
  });

  it('escapes what has a meaning: % and ends of lines everywhere, colons and commas in properties', () => {
    expect(annotationOf('error', { title: 'a:b,c%\r\n', file: undefined }, '1:2,3%\r\n::error::')).toBe(
      '::error title=a%3Ab%2Cc%25%0D%0A::1:2,3%25%0D%0A::error::\n',
    );
    expect(annotationOf('error', { title: '%0A' }, '%3A')).toBe('::error title=%250A::%253A\n');
  });

  it('lets no name make a command of its own', () => {
    const { stdout } = onceproofWith(
      asGitHub,
      '.',
      'verify',
      hostile,
      '--world',
      'duplicating',
      '--reporter',
      'github',
    );
    expect(annotations(stdout)).toHaveLength(2);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  });

  it('appends the picture and the words to the summary of the job, and overwrites nothing', () => {
    writeFileSync(path('summary.md'), 'what was there\n');
    onceproofWith(summaryIn('summary.md'), '.', 'verify', ...violated);
    const text = readFileSync(path('summary.md'), 'utf8');
    expect(text.startsWith('what was there\n')).toBe(true);
    const [token = ''] = text.match(/op1\.\S+/) ?? [];
    expect(text).toContain(`\`\`\`mermaid\n${onceproof('draw', token, '--as', 'mermaid').stdout}\`\`\`\n`);
    expect(text).toContain('\n✗ at most once: m0 is delivered twice\n');
    expect(text).toContain('\n- ✗ violated – at most once: fire-and-forget in the duplicating world: ');
    onceproofWith(summaryIn('summary.md'), '.', 'verify', ...holding);
    const after = readFileSync(path('summary.md'), 'utf8');
    expect(after.slice(0, text.length)).toBe(text);
    expect(after.slice(text.length)).toMatch(/^## onceproof\n\n- ✓ holds – at most once/);
    expect(after.match(/```mermaid/g)).toHaveLength(1);
  });

  it('keeps Markdown in order whatever a protocol is called', () => {
    onceproofWith(summaryIn('hostile.md'), '.', 'verify', hostile, '--world', 'duplicating');
    const text = readFileSync(path('hostile.md'), 'utf8');
    const outside = text.replaceAll(/^```(mermaid|text)\n[^]*?^```$/gm, '');
    expect(outside).toContain('a \\<b\\>');
    expect(outside).not.toMatch(/(?<!\\)[<>`*|]/);
    expect(outside.split('\n').filter((line) => !/^(#{2,3} |- |$)/.test(line))).toEqual([]);
  });
});

describe('what cannot be written', () => {
  const nowhere = path('no-such-directory/file');

  it('ends with 2 and says so, and what was to stand there is printed', () => {
    const { code, stdout, stderr } = onceproof(
      'verify',
      ...violated,
      '--reporter',
      'junit',
      '--out',
      nowhere,
    );
    expect([code, stderr.startsWith(`onceproof verify: ${nowhere} cannot be written: ENOENT`)]).toEqual([
      2,
      true,
    ]);
    expect(stdout).toBe(onceproof('verify', ...violated, '--reporter', 'junit').stdout);
  });

  it('ends with 2 if it is the summary, and annotations and story are printed all the same', () => {
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: nowhere };
    const { code, stdout, stderr } = onceproofWith(environment, '.', 'verify', ...violated);
    expect([code, stderr.includes('cannot be written')]).toEqual([2, true]);
    expect(stdout).toBe(onceproofWith({ GITHUB_ACTIONS: 'true' }, '.', 'verify', ...violated).stdout);
  });
});

describe('reporters that are asked for wrongly', () => {
  it.each([
    [['--reporter', 'jnuit'], 'there is no reporter "jnuit". Did you mean junit?'],
    [['--out', 'x'], '--out FILE belongs after a --reporter of its own'],
    [['--out', 'x', '--reporter', 'junit'], '--out FILE belongs after a --reporter of its own'],
    [['--reporter', 'junit', '--out', 'x', '--out', 'y'], '--out FILE belongs after a --reporter of its own'],
    [['--reporter', 'junit', '--out', ''], '--out takes the name of a file'],
    [['--reporter', 'junit', '--reporter', 'story'], 'junit is one document'],
    [['--json', '--reporter', 'terse'], 'json is one document'],
  ])('as by %j end with 2 before anything is searched', (args, complaint) => {
    const { code, stdout, stderr } = onceproofIn(folder, 'verify', ...holding, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(complaint);
  });
});

describe('a name with a command for GitHub in it', () => {
  it('stands in no line of its own, whoever reports', () => {
    const evil = 'mine\\n::error::owned\\n';
    const file = join(folder, 'evil.mjs');
    writeFileSync(
      file,
      `const sender = { upon: { submit: (_, message) => [{ type: 'accept', message }, { type: 'send', packet: { type: 'data', message } }] } };
       const receiver = { upon: { receive: (_, { message }) => [{ type: 'deliver', message }] } };
       export default { name: '${evil}', roles: { sender, receiver }, links: ['sender -> receiver'] };`,
    );
    const args = [
      file,
      '--world',
      'duplicating',
      '--guarantee',
      'at-most-once',
      '--guarantee',
      'no-creation',
    ];
    for (const reporter of ['story', 'terse']) {
      const { code, stdout, stderr } = onceproof('verify', ...args, '--reporter', reporter);
      expect([code, stdout.includes('owned')]).toEqual([1, true]);
      expect(`${stdout}${stderr}`).not.toMatch(/^::/m);
    }
  });
});
