import { expect } from 'vitest';
import { onceproof } from './run.ts';

/** The verdicts on the program of a template: at most once, at least once and exactly once. */
export const testedTemplate = (command: string): readonly string[] => {
  const { stdout, stderr } = onceproof('test', '--exec', command, '--role', 'receiver', '--json');
  expect(stderr).toBe('');
  const { results } = JSON.parse(stdout) as { results: readonly { verdict: string }[] };
  return results.map(({ verdict }) => verdict);
};
