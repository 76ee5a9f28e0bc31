import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readToken } from '../../src/counterexample/token/token.ts';
import { observationsOf, replay } from '../../src/model/trace.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { fireAndForget } from '../../src/protocols/fire-and-forget.ts';
import { stopAndWait } from '../../src/protocols/stop-and-wait.ts';
import { onceproof } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A protocol of the user's own, in a file. */
const fileWith = (name: string, code: string): string => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
};
const withReceive = (name: string, handler: string, rest = ''): string =>
  fileWith(
    name,
    `const sender = { upon: { submit: (_, message) => [{ type: 'accept', message }, { type: 'send', packet: { type: 'data', message } }] } };
     const receiver = { disk: { seen: [] }, upon: { receive: ${handler} } };
     export default { name: 'mine', roles: { sender, receiver }, links: ['sender -> receiver'${rest}] };`,
  );

describe('onceproof without a command', () => {
  const { code, stdout, stderr } = onceproof();

  it('shows three orders of effects, what each keeps in every state, and the shortest stories of what it breaks', () => {
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout.match(/^\[.*send\(ack\)\]$/gm)).toHaveLength(3);
    expect(stdout.match(/✓ (at most once|at least once|exactly once) .*states/g)).toHaveLength(5);
    expect(stdout.match(/✗ (at most once|at least once|exactly once) +broken in \d steps/g)).toHaveLength(4);
    expect(stdout).toContain('✗ at most once: m0 is delivered twice');
  });

  it('ends each story with the line that performs it again', () => {
    const stories = [...stdout.matchAll(/^Reproduce: onceproof replay (\S+)$/gm)].map(([, token]) => token!);
    expect(stories.map((token) => readToken(token).protocol)).toEqual([
      'deliver-then-record',
      'record-then-deliver',
    ]);
  });

  it('writes no colours where nobody sees them', () => {
    expect(stdout).not.toContain('\u001B[');
  });
});

describe('onceproof --help, --version and list', () => {
  it.each([
    ['--help'],
    ['list', '--help'],
    ['verify', '--help'],
    ['matrix', '--help'],
    ['judge', '--help'],
    ['replay', '--help'],
    ['draw', '--help'],
    ['show', '--help'],
    ['test', '--help'],
    ['init', '--help'],
  ])('%s %s tells how', (...args) => {
    const { code, stdout, stderr } = onceproof(...args);
    expect([code, stderr, stdout.startsWith('Usage: onceproof')]).toEqual([0, '', true]);
  });

  it('tells the version and lists what there is', () => {
    expect(onceproof('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(onceproof('list').stdout).toMatch(
      /^The three guarantees.*\n {2}at-most-once .*\nMQTT.*\nFlawed twins.*\nWorlds\n.*\nGuarantees\n/s,
    );
    const listed = JSON.parse(onceproof('list', '--json').stdout) as Record<string, unknown[]>;
    expect(Object.keys(listed)).toEqual(['schemaVersion', 'protocols', 'flawed', 'worlds', 'guarantees']);
  });
});

describe('onceproof verify', () => {
  it('exits with 0 if all hold, and prints the bound and the counts', () => {
    const { code, stdout, stderr } = onceproof('verify', 'exactly-once', '--world', 'lossy');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /✓ holds +exactly once: exactly-once in the lossy world\n {2}2 messages, queue links, capacity 2/,
    );
  });

  it('counts breaks of connections and ticks of clocks too, where there are any', () => {
    const counted = (...args: readonly string[]) =>
      onceproof('verify', ...args, '--guarantee', 'no-creation').stdout;
    expect(counted('mqtt-qos-0', '--world', 'resetting')).toMatch(/0 crashes, [\d,]+ resets\n/);
    expect(counted('time-window', '--world', 'timed')).toMatch(/0 crashes, [\d,]+ ticks\n/);
    expect(counted('fire-and-forget', '--world', 'calm')).toMatch(/0 crashes\n/);
  });

  it('exits with 2 where a clock is not told as it is to be', () => {
    const { code, stderr } = onceproof('verify', 'time-window', '--clock', 'ticks=3,skew=0');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('--clock skew takes a whole number from 1, not "0"'),
    ]);
  });

  it('exits with 1 if anything is violated, with a story and a line that brings it back', () => {
    const { code, stdout } = onceproof('verify', 'seen-in-memory', '--messages', '1');
    expect(code).toBe(1);
    expect(stdout).toContain('✖ crash, cut off:');
    const [, again = ''] = /^Find again: onceproof (.*)$/m.exec(stdout) ?? [];
    expect(again).toContain('--messages 1');
    expect(onceproof(...again.split(' '))).toEqual(onceproof('verify', 'seen-in-memory', '--messages', '1'));
  });

  it.each([
    [['verify', 'exactly-once', '--max-states', '10'], 'more than 10 states'],
    [
      ['verify', 'exactly-once', '--world', 'calm', '--engine', 'random', '--runs', '5'],
      'walks find, they never prove',
    ],
    [['verify', 'fire-and-forget', '--guarantee', 'honest-confirmation'], 'no message was ever confirmed'],
    [
      ['verify', 'at-most-once', '--guarantee', 'in-order', '--world', 'calm', '--messages', '1'],
      'it speaks of 2 messages',
    ],
    [['verify', 'sent-twice', '--capacity', '1'], 'raise the capacity'],
  ])('exits with 3 if anything is unknown, and says why: %j', (args, reason) => {
    const { code, stdout } = onceproof(...args);
    expect([code, stdout.includes(reason)]).toEqual([3, true]);
  });

  it('lets the worst verdict win', () => {
    const guarantees = ['--guarantee', 'honest-confirmation', '--guarantee', 'at-most-once'];
    expect(onceproof('verify', 'fire-and-forget', '--world', 'duplicating', ...guarantees).code).toBe(1);
  });

  it('prints one JSON document whose trace is plain data and performs', () => {
    const { code, stdout } = onceproof(
      'verify',
      'fire-and-forget',
      '--world',
      'duplicating',
      '--guarantee',
      'at-most-once',
      '--json',
    );
    const { schemaVersion, results } = JSON.parse(stdout);
    expect([code, schemaVersion, results.length]).toEqual([1, 1, 1]);
    expect(results[0]).toMatchObject({
      protocol: 'fire-and-forget',
      world: 'duplicating',
      guarantee: 'at most once',
      engine: 'exhaustive',
      verdict: 'violated',
      reason: 'm0 is delivered twice',
    });
    for (const count of ['states', 'transitions', 'depth']) expect(results[0][count]).toBeGreaterThan(0);
    const steps = replay(compose(fireAndForget, worlds.duplicating), results[0].trace);
    expect(steps).toHaveLength(results[0].trace.length);
    expect(observationsOf(steps).filter(({ type }) => type === 'delivered')).toHaveLength(2);
  });

  it('goes on after the trace of a debt with what then repeats for ever', () => {
    const asked = ['--world', 'severed', '--guarantee', 'at-least-once', '--json'];
    const { results } = JSON.parse(onceproof('verify', 'stop-and-wait', ...asked).stdout);
    const [{ trace, violation }] = results;
    const { path, cycle } = violation.continuation;
    const all = [...trace, ...path, ...cycle, ...cycle];
    expect(cycle).toEqual([{ type: 'timeout', role: 'sender', timer: 'retransmit' }]);
    expect(replay(compose(stopAndWait, worlds.severed), all)).toHaveLength(all.length);
  });

  it('says the same twice for the same seed', () => {
    const args = ['verify', 'short-window', '--engine', 'random', '--seed', '4', '--json'];
    const { code, stdout } = onceproof(...args);
    const [result] = JSON.parse(stdout).results;
    expect([code, result.seed, result.verdict, result.runs > 0]).toEqual([1, 4, 'violated', true]);
    expect(onceproof(...args).stdout).toBe(stdout);
  });

  it.each([
    ['--messages', '1', '1 message,'],
    ['--losses', '3', '3 losses'],
    ['--duplicates', 'unlimited', 'unlimited duplicates'],
    ['--crashes', '2', '2 crashes of each role'],
    ['--crashes', 'sender=1', '1 crash of sender'],
    ['--partitions', '1', '1 partition'],
    ['--capacity', '3', 'capacity 3'],
    ['--links', 'bag', 'bag links'],
  ])('changes the world by %s %s, and prints it', (option, value, bound) => {
    expect(onceproof('verify', 'fire-and-forget', '--world', 'calm', option, value).stdout).toContain(bound);
  });
});

describe('a call that is wrong', () => {
  it.each([
    [['verfy'], 'there is no command "verfy"'],
    [['verify', 'exactly-onec'], 'there is no protocol "exactly-onec". Did you mean exactly-once?'],
    [['verify', 'exactly-once', '--world', 'rainy'], 'there is no world "rainy"'],
    [['verify', 'exactly-once', '--guarantee', 'at-most-twice'], 'Did you mean at-most-once?'],
    [['verify', '--wrold', 'calm'], "Unknown option '--wrold'"],
    [['verify', 'exactly-once', '--world'], 'argument missing'],
    [['verify', 'exactly-once', '--messages', 'many'], '--messages takes a whole number from 1, not "many"'],
    [['verify', 'exactly-once', '--losses', '-1'], '--losses'],
    [['verify', 'exactly-once', '--links', 'pipe'], '--links is queue or bag, not "pipe"'],
    [
      ['verify', 'exactly-once', '--crashes', 'nobody=1'],
      '"nobody", which is no role of exactly-once: sender, receiver',
    ],
    [['verify', 'exactly-once', '--engine', 'quantum'], '--engine is exhaustive or random'],
    [['verify', './missing.mjs'], './missing.mjs cannot be loaded'],
    [['judge', 'missing.jsonl', '--guarantee', 'at-most-once'], 'missing.jsonl'],
  ])('%j ends with 2 and says what is wrong', (args, complaint) => {
    const { code, stdout, stderr } = onceproof(...args);
    expect([code, stdout]).toEqual([2, args[0] === 'judge' ? stdout : '']);
    expect(stderr).toContain(complaint);
    expect(stderr).not.toContain('    at ');
  });
});

describe("a protocol of the user's own", () => {
  it('is verified like any other', () => {
    const mine = withReceive('right', `(_, { message }) => [{ type: 'deliver', message }]`);
    expect(onceproof('verify', mine, '--world', 'calm').code).toBe(0);
    expect(onceproof('verify', mine, '--world', 'duplicating').code).toBe(1);
  });

  const role = 'role "receiver" upon receive of data from "sender"';
  it.each([
    ['throws', `() => { throw new Error('oh no'); }`, `${role} threw: oh no`],
    ['answers with nothing', `() => 42`, `${role} answered with 42 instead of a list of effects`],
    [
      'answers with no effect',
      `() => ['deliver']`,
      `${role} answered with "deliver" where an effect was expected`,
    ],
    [
      'answers with an unknown effect',
      `() => [{ type: 'explode' }]`,
      `${role} answered with an unknown effect "explode"`,
    ],
    ['delivers no message', `() => [{ type: 'deliver' }]`, `${role} answered with deliver(undefined)`],
    [
      'replaces its state',
      `(state) => { state.disk = { seen: [1] }; return []; }`,
      `${role} changed its state`,
    ],
    ['changes its state', `({ disk }) => { disk.seen.push(1); return []; }`, `${role} changed its state`],
    [
      'is no function of its state',
      `() => [{ type: 'write', disk: { seen: [globalThis.n = (globalThis.n ?? 0) + 1] } }]`,
      `${role} answered differently when asked again`,
    ],
    [
      'sends where no link leads',
      `(_, packet) => [{ type: 'send', packet }]`,
      `${role} sends data without saying to whom, and no link leads away`,
    ],
    [
      'writes a field it does not have',
      `() => [{ type: 'write', disk: { sene: [] } }]`,
      `${role} writes the field "sene", which its disk does not have`,
    ],
    [
      'writes what is no plain data',
      `() => [{ type: 'write', disk: { seen: new Set() } }]`,
      `not plain data: write.disk.seen is a Set`,
    ],
  ])('that %s is named with role and event', (name, handler, complaint) => {
    const { code, stderr } = onceproof(
      'verify',
      withReceive(name.replaceAll(' ', '-'), handler),
      '--world',
      'calm',
    );
    expect([code, stderr.includes(complaint) ? complaint : stderr]).toEqual([2, complaint]);
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    [
      'a link to nobody',
      withReceive('nobody', '() => []', `, 'receiver -> nobody'`),
      'names the role "nobody"',
    ],
    ['no protocol', fileWith('none', 'export const x = 1;'), 'exports no protocol'],
    ['no JavaScript', fileWith('broken', 'export default {'), 'cannot be loaded'],
  ])('in a file with %s is refused', (_, file, complaint) => {
    const { code, stderr } = onceproof('verify', file);
    expect([code, stderr.includes(complaint) ? complaint : stderr]).toEqual([2, complaint]);
  });
});
