import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchingOver } from '../../src/cli/watching.ts';
import { command, onceproof } from './run.ts';

/** A world too large to be visited in the time of a test. */
const large = ['verify', 'exactly-once', '--guarantee', 'at-most-once', '--messages', '4', '--capacity', '7'];
const covered = /[\d,]+ states, [\d,]+ transitions, depth \d+/;

describe('a search that ends before everything was visited', () => {
  it.each([
    [['--max-states', '5000'], 'more than 5000 states'],
    [['--max-memory', '1MB'], 'more than 1 MB of memory'],
    [['--timeout', '1'], 'more than 1 seconds'],
  ])('by %s is unknown, says why and what was covered', (limit, reason) => {
    const { code, stdout, stderr } = onceproof(...large, ...limit);
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toContain(`  ${reason}\n`);
    expect(stdout).toMatch(covered);
  });

  it('by Ctrl-C tells what was covered, leaves out what is still to come, and exits with 130', async () => {
    const child = spawn(process.execPath, [command, ...large, '--guarantee', 'no-creation'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    setTimeout(() => child.kill('SIGINT'), 1500);
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(130);
    expect(stdout).toContain('? unknown  at most once: exactly-once in the hostile world\n  interrupted\n');
    expect(stdout).toMatch(covered);
    expect(stdout).not.toContain('no creation');
  });

  it('is one JSON document all the same', () => {
    const { code, stdout } = onceproof(...large, '--max-states', '5000', '--json');
    const { results } = JSON.parse(stdout) as { results: readonly Record<string, unknown>[] };
    expect([code, results[0]!['verdict'], results[0]!['reason']]).toEqual([
      3,
      'unknown',
      'more than 5000 states',
    ]);
  });

  it('is found again by the same limits', () => {
    const limits = ['--max-states', '5000', '--max-memory', '900MB', '--reduce', 'symmetry'];
    const { stdout } = onceproof(...large, ...limits, '--json');
    const { results } = JSON.parse(stdout) as { results: readonly { reproduce: string }[] };
    expect(results[0]!.reproduce).toContain('--max-states 5000 --max-memory 900MB --reduce symmetry');
  });
});

describe('the options of a search', () => {
  it.each([
    [['--max-memory', 'much'], '--max-memory takes a size like 500MB or 2GB, not "much"'],
    [['--max-memory', '0GB'], '--max-memory takes a size like 500MB or 2GB, not "0GB"'],
    [['--timeout', '0'], '--timeout takes a whole number from 1, not "0"'],
    [['--workers', '0'], '--workers takes a whole number from 1, not "0"'],
    [['--reduce', 'luck'], '--reduce takes symmetry, restarts-first, fold or all, not "luck"'],
  ])('%s are refused, and say what was expected', (args, complaint) => {
    const { code, stdout, stderr } = onceproof('verify', 'exactly-once', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(complaint);
  });

  it('--workers changes nothing that is printed', () => {
    const args = [
      'verify',
      'exactly-once',
      '--messages',
      '3',
      '--capacity',
      '2',
      '--guarantee',
      'at-most-once',
    ];
    expect(onceproof(...args, '--workers', '2')).toEqual(onceproof(...args, '--workers', '1'));
  });

  it('--reduce proves for links of any capacity what takes a thousand times the states for one', () => {
    const args = ['verify', 'exactly-once', '--guarantee', 'at-most-once', '--messages', '3', '--json'];
    const states = (...more: readonly string[]): number =>
      JSON.parse(onceproof(...args, ...more).stdout).results[0].states;
    expect(states('--capacity', '4')).toBeGreaterThan(1000 * states('--reduce', 'all'));
  });

  it('--reduce leaves out what it can, and says so', () => {
    const { code, stdout } = onceproof(...large, '--reduce', 'all');
    expect(code).toBe(0);
    expect(stdout).toContain('any capacity');
    expect(stdout).toMatch(/reduced by symmetry and restarts-first and fold\n/);
  });
});

describe('progress', () => {
  const progress = { states: 1_234_567, transitions: 9e6, depth: 14, frontier: 20_400, bytes: 40 * 2 ** 20 };

  it('is one line that is drawn again and again, and cleared at the end; only on a terminal', async () => {
    const shown: string[] = [];
    const silent = { stdout: () => undefined, stderr: () => undefined };
    const watching = watchingOver({ ...silent, progress: (line) => shown.push(line) });
    for (let round = 0; round < 3; round += 1) {
      expect(watching.watch(progress)).toBeUndefined();
      await new Promise((resolve) => setTimeout(resolve, 210));
    }
    watching.clear();
    watching.end();
    expect(shown.at(-1)).toBe('');
    expect(shown[0]).toMatch(/^1.2 million states, \d+ k\/s, depth 14, frontier 20 thousand, 40 MB$/);
    expect(shown.length).toBe(3);
    const unseen = watchingOver(silent);
    expect(unseen.watch(progress)).toBeUndefined();
    unseen.end();
  });

  it('leaves no listener behind', () => {
    const before = process.listenerCount('SIGINT');
    const watching = watchingOver({ stdout: () => undefined, stderr: () => undefined });
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    watching.end();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
