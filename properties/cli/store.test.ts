import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTraceDocument } from '../../src/counterexample/file/document.ts';
import { onceproofIn } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-kept-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

/** A directory to work in, with a command that runs there. */
const desk = () => {
  const path = join(folder, `desk-${(count += 1)}`);
  mkdirSync(path);
  const inStore = (store = '.onceproof'): readonly string[] =>
    existsSync(join(path, store)) ? readdirSync(join(path, store)) : [];
  return {
    path,
    inStore,
    run: (...args: readonly string[]) => onceproofIn(path, ...args),
    write: (name: string, text: string) => writeFileSync(join(path, name), text),
    read: (name: string) => readFileSync(join(path, name), 'utf8'),
    make: (name: string) => mkdirSync(join(path, name)),
  };
};

const withReceiver = (effects: string): string =>
  `const sender = { upon: { submit: (_, message) => [{ type: 'accept', message }, { type: 'send', packet: { type: 'data', message } }] } };
   const receiver = { disk: { seen: [] }, upon: { receive: ({ disk }, { message }) => ${effects} } };
   export default { name: 'mine', roles: { sender, receiver }, links: ['sender -> receiver'] };`;
const careless = withReceiver(`[{ type: 'deliver', message }]`);
const careful = withReceiver(
  `disk.seen.includes(message.id) ? [] : [{ type: 'deliver', message }, { type: 'write', disk: { seen: [...disk.seen, message.id] } }]`,
);
const mine = ['verify', './mine.mjs', '--world', 'duplicating', '--guarantee', 'at-most-once'];

describe('onceproof verify and the failures of the past', () => {
  it('writes nothing unless it is asked to, or the directory is there', () => {
    const { run, inStore, make } = desk();
    expect(run('verify', 'short-window')).toMatchObject({ code: 1, stderr: '' });
    expect(inStore()).toEqual([]);
    make('.onceproof');
    expect(run('verify', 'short-window', '--no-store')).toMatchObject({ code: 1, stderr: '' });
    expect(inStore()).toEqual([]);
    const [name, ...others] = [run('verify', 'short-window').stderr, ...inStore()].toReversed();
    expect(others).toEqual([`kept as ${join('.onceproof', name!)}\n`]);
  });

  it('keeps what it finds where it is told to, once, and in the form that replay reads', () => {
    const { run, inStore, read } = desk();
    const args = ['verify', 'short-window', 'sent-twice', 'exactly-once', '--store', 'past'];
    expect(run(...args).code).toBe(1);
    const first = inStore('past');
    expect(first.map((name) => name.slice(0, -22))).toEqual(['sent-twice', 'short-window']);
    const again = run(...args);
    expect([again.stderr, inStore('past')]).toEqual(['', first]);
    for (const name of first) {
      expect(readTraceDocument(read(join('past', name))).file).toBeUndefined();
      expect(run('replay', join('past', name)).code).toBe(1);
    }
  });

  it('performs what is kept before anything else, and says what is still broken', () => {
    const { run, inStore } = desk();
    run('verify', 'short-window', '--store', 'past');
    const { code, stdout } = run('verify', 'short-window', '--store', 'past');
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      '✗ still broken exactly once: short-window in the calm world: m0 is delivered twice',
      `  ${join('past', inStore('past')[0]!)}`,
      '',
      '✗ violated exactly once: short-window in the calm world, in 6 steps, the fewest there are',
    ]);
  });

  it('says what is fixed, and leaves the file where it is', () => {
    const { run, inStore, write, read } = desk();
    write('mine.mjs', careless);
    const found = run(...mine, '--store', 'past');
    const [name = ''] = inStore('past');
    const before = read(join('past', name));
    expect([found.code, readTraceDocument(before).file]).toEqual([1, './mine.mjs']);
    write('mine.mjs', careful);
    const { code, stdout } = run(...mine, '--store', 'past');
    expect([code, stdout.split('\n')[0]]).toEqual([
      0,
      '✓ fixed at most once: mine in the duplicating world: every step is still possible, and the promise is kept',
    ]);
    expect([inStore('past'), read(join('past', name))]).toEqual([[name], before]);
  });

  it('does not call fixed what the change has made impossible', () => {
    const { run, write } = desk();
    write('mine.mjs', careless);
    run(...mine, '--store', 'past');
    write('mine.mjs', careless.replace(/, \{ type: 'send'.*?\} \}\]/, ']'));
    expect(run(...mine, '--store', 'past').stdout).toMatch(
      /^\? no longer possible at most once: mine in the duplicating world: step 2 of 4 is not possible any more/,
    );
  });

  it('is violated by a failure of the past even where the engine finds none', () => {
    const { run } = desk();
    const few = ['verify', 'seen-in-memory', '--max-states', '5'];
    expect(run(...few).code).toBe(3);
    run('verify', 'seen-in-memory', '--store', 'past');
    const { code, stdout } = run(...few, '--store', 'past');
    expect([code, stdout.includes('? unknown'), stdout.includes('✗ still broken')]).toEqual([1, true, true]);
  });

  it('performs a failure in the world that is asked for, of the same name', () => {
    const { run } = desk();
    run('verify', 'seen-in-memory', '--store', 'past');
    const fewer = run('verify', 'seen-in-memory', '--crashes', '0', '--store', 'past');
    expect(fewer.stdout).toMatch(/^\? no longer possible .*: step 3 of 5/);
    expect(run('verify', 'seen-in-memory', '--world', 'calm', '--store', 'past').stdout).toMatch(/^✓ holds/);
    expect(run('verify', 'seen-in-memory', '--guarantee', 'at-least-once', '--store', 'past').stdout).toMatch(
      /^✓ holds/,
    );
  });

  it('tells all of it in JSON', () => {
    const { run, inStore } = desk();
    run('verify', 'short-window', '--store', 'past');
    const { results } = JSON.parse(run('verify', 'short-window', '--store', 'past', '--json').stdout);
    expect(results[0].past).toEqual([
      { file: join('past', inStore('past')[0]!), outcome: 'still broken', reason: 'm0 is delivered twice' },
    ]);
  });

  it('names every file that cannot be read, with its place, and hides nothing of the rest', () => {
    const { run, write } = desk();
    run('verify', 'short-window', '--store', 'past');
    write(join('past', 'a.json'), '{\n  "schemaVersion": "1"\n}');
    write(join('past', 'b.json'), '');
    const { code, stdout, stderr } = run('verify', 'short-window', '--store', 'past');
    expect(code).toBe(2);
    expect(stderr).toBe(
      [
        `${join('past', 'a.json')}:2:20: $.schemaVersion: expected 1, found "1"\n`,
        `${join('past', 'b.json')}:1:1: expected a value, found the end of the text\n`,
      ].join(''),
    );
    expect(stdout).toMatch(/^✗ still broken/);
  });

  it('goes on where it cannot write, with a note and the same exit code', () => {
    const { run, path } = desk();
    symlinkSync('nowhere', join(path, 'past'));
    const { code, stdout, stderr } = run('verify', 'short-window', '--store', 'past');
    expect([code, stdout.includes('✗ violated')]).toEqual([1, true]);
    expect(stderr).toMatch(/^could not be kept as past.*: E.*\n$/);
  });

  it('ends with 2 where the store is no directory, and still verifies', () => {
    const { run, write } = desk();
    write('file', '');
    const { code, stdout, stderr } = run('verify', 'short-window', '--store', 'file');
    expect([code, stdout.includes('✗ violated')]).toEqual([2, true]);
    expect(stderr).toMatch(/^file: ENOTDIR/);
  });

  it('takes either --store or --no-store', () => {
    const { code, stderr } = desk().run('verify', 'short-window', '--store', 'past', '--no-store');
    expect([code, stderr.includes('exclude each other')]).toEqual([2, true]);
  });
});
