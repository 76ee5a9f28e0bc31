import { spawnSync } from 'node:child_process';

/** What a command prints; nothing where it is not there. */
const answerOf = (command: string, ...args: readonly string[]): string | undefined => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};

/** The interpreter itself: what is found as `python3` may be a script that looks for it first. */
export const python = answerOf('python3', '-c', 'import sys; print(sys.executable)');

/** The Go compiler. */
export const go = answerOf('go', 'version') === undefined ? undefined : 'go';
