import { stat } from 'node:fs/promises';
import type { Out } from './command.ts';

/** How often the line of progress is drawn, in milliseconds. */
const often = 200;

/** Shows how much of some files has been read, where anybody looks. */
export interface ReadingProgress {
  readonly progress?: (file: string, bytes: number) => void;
  /** Clears the line of progress. To be called at the end. */
  readonly clear: () => void;
}

/** `run.jsonl: 1.2 of 4.0 GB, 30 %, 210 MB/s` */
export const readingOf = async (
  files: readonly string[],
  { progress: show }: Out,
): Promise<ReadingProgress> => {
  if (show === undefined) return { clear: () => {} };
  const sizes = new Map<string, number>();
  for (const file of files) {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    sizes.set(file, size);
  }
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const read = new Map<string, number>();
  const started = performance.now();
  let shown = started;
  return {
    progress: (file, bytes) => {
      read.set(file, bytes);
      const now = performance.now();
      if (now - shown < often) return;
      shown = now;
      const done = [...read.values()].reduce((sum, part) => sum + part, 0);
      const share = total > 0 ? ` of ${megabytes(total)}, ${Math.floor((100 * done) / total)} %` : '';
      const speed = Math.round(done / 1000 / (now - started));
      show(`${file}: ${megabytes(done)}${share}, ${speed} MB/s`);
    },
    clear: () => {
      if (shown !== started) show('');
    },
  };
};

const megabytes = (bytes: number): string =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
