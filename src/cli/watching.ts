import type { Progress } from '../explore/product/search.ts';
import type { Out } from './command.ts';

/** Watches over the searches of one command: shows how far they have come, and ends them when they must end. */
export interface Watching {
  readonly watch: (progress: Progress) => string | undefined;
  /** Whether whoever called the command has had enough of it. */
  readonly isInterrupted: () => boolean;
  /** Clears the line of progress. To be called after each search. */
  readonly clear: () => void;
  /** Stops listening. To be called at the end. */
  readonly end: () => void;
}

/** How often the line of progress is drawn, in milliseconds. */
const often = 200;

/**
 * Ctrl-C ends the search that is under way, and what was covered is still told; a second one ends the command
 * at once. The timeout is for all searches of the command together.
 */
export const watchingOver = ({ progress: show }: Out, timeout?: number): Watching => {
  const started = performance.now();
  const deadline = timeout === undefined ? Infinity : started + 1000 * timeout;
  let interrupted = false;
  let shown = started;
  let first = { at: started, states: 0 };
  const interrupt = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt);

  return {
    watch: (progress) => {
      const now = performance.now();
      if (progress.states < first.states) first = { at: now, states: progress.states };
      if (show !== undefined && now - shown >= often) {
        shown = now;
        show(lineOf(progress, (progress.states - first.states) / (now - first.at)));
      }
      if (interrupted) return 'interrupted';
      return now > deadline ? `more than ${timeout} seconds` : undefined;
    },
    isInterrupted: () => interrupted,
    clear: () => {
      if (shown !== started) show?.('');
      first = { at: performance.now(), states: 0 };
    },
    end: () => void process.off('SIGINT', interrupt),
  };
};

/** `12.3 million states, 850 k/s, depth 14, frontier 2.1 million, 240 MB` */
const lineOf = ({ states, depth, frontier, bytes }: Progress, perMillisecond: number): string =>
  [
    `${short(states)} states`,
    `${Math.round(perMillisecond)} k/s`,
    `depth ${depth}`,
    `frontier ${short(frontier)}`,
    `${Math.round(bytes / 2 ** 20)} MB`,
  ].join(', ');

const short = (count: number): string => {
  if (count < 10_000) return String(count);
  return count < 1e6 ? `${Math.round(count / 1e3)} thousand` : `${(count / 1e6).toFixed(1)} million`;
};
