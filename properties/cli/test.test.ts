import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { codeIn } from '../../src/cli/test/code.ts';
import { timingIn } from '../../src/cli/test/timing.ts';
import { canLook, countOf, nothingIsLeft } from '../conformance/process/left-behind.ts';
import { python } from '../conformance/process/toolchains.ts';
import { command as built, onceproof } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const programs = resolve('properties/conformance/programs');
const program = (name: string): string => `${python} ${join(programs, name)}`;
const quick = ['--messages', '1', '--disturbances', '1', '--runs', '5'];
const testing = (command: string, ...args: readonly string[]) =>
  onceproof('test', '--exec', command, ...args);

describe('onceproof test', { skip: python === undefined }, () => {
  it('draws how a program breaks a promise, and ends with a line that performs it once more', () => {
    const asked = ['--role', 'receiver', '--guarantee', 'exactly-once', ...quick];
    const { code, stdout, stderr } = testing(program('first_receiver.py'), ...asked);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain('✗ violated exactly once: first_receiver.py in the hostile world, in 5 steps');
    expect(stdout).toContain('✖ crash, cut off:');
    const [, line = ''] = /^Reproduce: onceproof (test .*)$/m.exec(stdout) ?? [];
    const again = spawnSync('sh', ['-c', `"${process.execPath}" "${built}" ${line}`], { encoding: 'utf8' });
    expect([again.status, again.stderr]).toEqual([1, '']);
    expect(again.stdout).toContain('✗ still broken: m0 is delivered twice');
    const [, token = ''] = /--replay (\S+)$/.exec(line) ?? [];
    const mended = testing(
      program('receiver.py'),
      '--role',
      'receiver',
      '--name',
      'first_receiver.py',
      '--replay',
      token,
    );
    expect([mended.code, mended.stdout]).toEqual([2, '']);
    expect(mended.stderr).toContain('changed');
  });

  it('lets one program play a role and another one the other', () => {
    const pair = [`sender=${program('sender.py')}`, `receiver=${program('receiver.py')}`];
    const args = pair.flatMap((each) => ['--exec-role', each]);
    const { results } = JSON.parse(onceproof('test', ...args, ...quick, '--json').stdout);
    expect(results.map(({ guarantee, verdict }: Record<string, string>) => [guarantee, verdict])).toEqual([
      ['at most once', 'holds'],
      ['at least once', 'holds'],
      ['exactly once', 'holds'],
    ]);
    expect(results[0]).toMatchObject({ protocol: 'sender.py+receiver.py', engine: 'exhaustive' });
  });
});

describe('onceproof test --timing bounded', () => {
  const exec = `"${process.execPath}" "${join(programs, 'impatient.mjs')}"`;
  const within = (...delay: readonly string[]) =>
    testing(exec, ...delay, '--world', 'reordering', '--guarantee', 'exactly-once', ...quick);

  it('lets a program rely on the delays of its timers, and says so', () => {
    const { code, stdout } = within('--timing', 'bounded', '--delay', '1..4');
    expect(code).toBe(3);
    expect(stdout).toContain('packets take 1 to 4, timers fire when they are due');
  });

  it('finds what longer delays break, with a line that assumes the same of time', () => {
    const { code, stdout } = within('--timing', 'bounded', '--delay', '1..6');
    expect(code).toBe(1);
    expect(stdout).toContain('packets take 1 to 6, timers fire when they are due');
    const [, line = ''] = /^Reproduce: onceproof (test .*)$/m.exec(stdout) ?? [];
    const perform = (words: string) =>
      spawnSync('sh', ['-c', `"${process.execPath}" "${built}" ${words}`], { encoding: 'utf8' });
    const again = perform(line);
    expect([again.status, again.stderr]).toEqual([
      1,
      'assumed: packets take 1 to 6, timers fire when they are due\n',
    ]);
    // What was found so is not possible where packets are faster.
    const faster = perform(line.replace('--delay 1..6', '--delay 1..4'));
    expect([faster.status, faster.stdout]).toEqual([3, expect.stringContaining('not possible any more')]);
  });

  it.each([
    [{ timing: 'soon' }, '--timing is asynchronous or bounded, not "soon"'],
    [{ delay: '1..3' }, '--delay bounds what only --timing bounded keeps to'],
    [{ timing: 'bounded' }, '--timing bounded takes --delay A..B as well'],
    [{ timing: 'bounded', delay: '3..1' }, '--delay takes two whole numbers, as in 1..3'],
    [{ timing: 'bounded', delay: '1-3' }, '--delay takes two whole numbers, as in 1..3'],
  ])('%j says what is wrong', (values, complaint) => {
    expect(() => timingIn(values)).toThrow(complaint);
  });
});

describe('onceproof test, called wrongly,', () => {
  it('ends with 2 and says what is wrong', () => {
    const { code, stdout, stderr } = onceproof('test', '--exec', 'no-such-program');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `onceproof test: role "sender" could not be started: there is no command "no-such-program"
  command    no-such-program
  sent       {"number":0,"type":"init","version":1,"role":"sender","peers":["receiver"],"disk":{},"seed":0,"incarnation":0}
  received   nothing
`,
    );
  });

  it.each([
    [{}, [], 'a program is expected, --exec "COMMAND" or'],
    [{ exec: 'python3' }, ['worker.py'], 'unexpected "worker.py": the command line of --exec is one word'],
    [{}, ['a.js', 'b.js'], 'unexpected "b.js"'],
    [{}, ['missing.js'], 'missing.js cannot be loaded: '],
    [{}, ['missing.ts'], 'missing.ts cannot be loaded (Node runs TypeScript from 22.18 on)'],
    [{}, [resolve('properties/cli/run.ts')], 'exports no implementation'],
    [{ exec: 'cat', role: ['reciever'] }, [], 'there is no role "reciever". Did you mean receiver?'],
    [{ role: ['receiver'] }, [], '--role says which roles --exec plays'],
    [{ 'exec-role': ['receiver'] }, [], '--exec-role takes ROLE=COMMAND, not "receiver"'],
    [{ exec: 'cat "' }, [], 'the quote at character 5 of cat " is not closed'],
    [{ exec: ' ' }, [], 'a command is expected'],
    [{ exec: 'cat', with: 'exactly-twice' }, [], 'there is no protocol "exactly-twice"'],
    [{ exec: 'cat', 'answer-timeout': 'soon' }, [], '--answer-timeout takes a number of seconds, not "soon"'],
    [{ exec: 'cat', 'program-memory': 'much' }, [], '--program-memory takes a size like 500MB or 2GB'],
  ])('%j %j says what is wrong', async (values, files, complaint) => {
    await expect(codeIn(values, files)).rejects.toThrow(complaint);
  });

  it('writes its options so that a shell reads them the same', async () => {
    const exec = `python3 "it's mine.py"`;
    const { words, name } = await codeIn({ exec, role: ['sender', 'receiver'], fresh: true }, []);
    const echoed = spawnSync('sh', ['-c', `printf '%s\\n' ${words}`], { encoding: 'utf8' }).stdout;
    const expected = ['--exec', exec, '--role', 'sender', '--role', 'receiver', '--fresh'];
    expect(echoed.trimEnd().split('\n')).toEqual(expected);
    expect(name).toBe("it's mine.py");
  });
});

/** A receiver in a shell that answers to everything with no effect, but does something else upon one thing. */
const shellReceiver = (mark: string, upon: string, what: string): string => {
  const file = join(folder, `${mark}.sh`);
  const lines = [
    'while read -r line; do',
    `  case "$line" in *'"${upon}"'*) ${what} ;; esac`,
    '  number=${line#*:}',
    '  echo "{\\"number\\":${number%%,*},\\"effects\\":[]}"',
    'done',
  ];
  writeFileSync(file, lines.join('\n'));
  return `sh ${file}`;
};

describe('a program that misbehaves in the middle', () => {
  it('hides nothing of what was found before: exit code 2', () => {
    const receiver = shellReceiver('restarting', 'restart', 'echo "oh no" >&2; exit 3');
    const worlds = ['--world', 'calm', '--world', 'crashing', '--guarantee', 'at-most-once'];
    const { code, stdout, stderr } = testing(receiver, '--role', 'receiver', ...worlds, ...quick);
    expect([code, stdout.match(/in the \w+ world/g)]).toEqual([2, ['in the calm world']]);
    expect(stderr).toContain('role "receiver" exited with code 3');
    expect(stderr).toMatch(/ {2}sent {7}\{"number":\d+,"type":"restart"\}\n/);
    expect(stderr).toContain('standard error:\n    oh no');
  });
});

describe('onceproof test, ended from outside,', { skip: !canLook }, () => {
  /** Starts a test of a program that at some time no longer answers, and ends it then. */
  const endedBy = async (signal: NodeJS.Signals) => {
    const mark = `hanging-${signal}`;
    const receiver = shellReceiver(mark, 'receive', 'sleep 600 & wait');
    const asked = ['--role', 'receiver', '--world', 'calm', '--answer-timeout', '60'];
    const args = ['test', '--exec', receiver, ...asked];
    const child = spawn(process.execPath, [built, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Whatever a program starts has it from the program.
      env: { ...process.env, MARK: `${mark}.sh` },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
    const ended = new Promise<readonly unknown[]>((tell) => child.on('close', (...how) => tell(how)));
    // Its own command line carries the mark as well as that of the program, and that of what it then waits for.
    await vi.waitFor(() => expect(countOf(`${mark}.sh`)).toBeGreaterThanOrEqual(2), { timeout: 20_000 });
    child.kill(signal);
    const how = await ended;
    await nothingIsLeft(`${mark}.sh`);
    return { how, said };
  };

  it('by Ctrl-C ends with 130, and leaves no process behind', async () => {
    expect(await endedBy('SIGINT')).toEqual({ how: [130, null], said: '' });
  });

  it('by SIGTERM ends by it, and leaves no process behind', async () => {
    expect(await endedBy('SIGTERM')).toEqual({ how: [null, 'SIGTERM'], said: '' });
  });
});
