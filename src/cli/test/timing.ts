import type { Timing } from '../../conformance/simulation/timing.ts';
import { UsageError } from '../command.ts';

/** The options that say what is assumed of time, as parseArgs wants them. */
export const timingOptions = { timing: { type: 'string' }, delay: { type: 'string' } } as const;

export const timingHelp = `  --timing KIND     asynchronous: a packet may take, and a timer wait, for as long as it likes, whatever
                    delay it was given; bounded: timers fire when they are due (asynchronous)
  --delay A..B      with --timing bounded, and only there: how long a packet takes, at least and at
                    most, in the milliseconds of the timers' delays
`;

interface Values {
  readonly timing?: string | undefined;
  readonly delay?: string | undefined;
}

/**
 * What is assumed of time; nothing, unless `--timing bounded` says so.
 *
 * @throws UsageError when the two options do not fit together, or the delay is no range.
 */
export const timingIn = ({ timing = 'asynchronous', delay }: Values): Timing | undefined => {
  if (timing !== 'asynchronous' && timing !== 'bounded') {
    throw new UsageError(`--timing is asynchronous or bounded, not "${timing}"`);
  }
  if (timing === 'asynchronous') {
    if (delay !== undefined) throw new UsageError('--delay bounds what only --timing bounded keeps to');
    return undefined;
  }
  if (delay === undefined) {
    throw new UsageError('--timing bounded takes --delay A..B as well: how long a packet takes, say 1..3');
  }
  const [, atLeast, atMost] = /^(\d+)\.\.(\d+)$/.exec(delay) ?? [];
  const range = [Number(atLeast), Number(atMost)] as const;
  if (!range.every(Number.isSafeInteger) || range[0] > range[1]) {
    throw new UsageError(
      `--delay takes two whole numbers, as in 1..3, the smaller one first, not "${delay}"`,
    );
  }
  return { delay: range };
};

/** The options that have the same assumed of time again. */
export const asTimingOptions = (timing: Timing | undefined): string =>
  timing === undefined ? '' : ` --timing bounded --delay ${timing.delay.join('..')}`;
