import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command. */
export const command = resolve('dist/cli/main.js');

/** Runs the built command as a user does. */
export const onceproof = (...args: readonly string[]): Run => onceproofIn('.', ...args);

/** The same in another directory. */
export const onceproofIn = (directory: string, ...args: readonly string[]): Run =>
  onceproofWith({}, directory, ...args);

/** The same with variables of the environment; without them, nothing tells that a workflow runs it. */
export const onceproofWith = (
  variables: Readonly<Record<string, string>>,
  directory: string,
  ...args: readonly string[]
): Run => {
  const { GITHUB_ACTIONS: _, GITHUB_STEP_SUMMARY: __, GITHUB_WORKSPACE: ___, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: directory,
    env: { ...environment, ...variables },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
};
