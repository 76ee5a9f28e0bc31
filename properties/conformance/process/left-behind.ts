import { readdirSync, readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';

/** The processes on this machine whose command line or surroundings carry a mark. */
const marked = (mark: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(
      (name) =>
        textIn(`/proc/${name}/environ`).includes(mark) || textIn(`/proc/${name}/cmdline`).includes(mark),
    )
    // One that has ended and waits to be fetched by its parent is none.
    .filter((name) => !/^State:\s*[ZX]/m.test(textIn(`/proc/${name}/status`)));

const textIn = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
};

/** Whether processes can be looked for: on Linux only. */
export const canLook = process.platform === 'linux';

/** Fails if a process with the mark is still there. Killed ones take a moment to go. */
export const nothingIsLeft = async (mark: string): Promise<void> => {
  if (canLook) await vi.waitFor(() => expect(marked(mark)).toEqual([]), { timeout: 2000, interval: 10 });
};

/** How many processes carry the mark now. */
export const countOf = (mark: string): number => marked(mark).length;
