import { readFileSync } from 'node:fs';

/**
 * How much memory a process and those that it started have had resident at most, in bytes; nothing where the
 * platform does not tell (it is Linux that does).
 */
export const memoryOf = (pid: number): number | undefined => {
  const status = textIn(`/proc/${pid}/status`);
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(status ?? '') ?? [];
  if (kilobytes === undefined) return undefined;
  const children = textIn(`/proc/${pid}/task/${pid}/children`)?.trim().split(' ') ?? [];
  return children
    .filter((child) => child !== '')
    .reduce((sum, child) => sum + (memoryOf(Number(child)) ?? 0), 1024 * Number(kilobytes));
};

const textIn = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined; // it has ended, or the platform has no such file
  }
};
