import { reductions } from '../explore/reductions.ts';
import type { Reduction } from '../explore/reductions.ts';
import { wholeNumber } from './budgets.ts';
import { UsageError } from './command.ts';

/** The options that bound an exhaustive search, as parseArgs wants them. */
export const limitOptions = {
  'max-states': { type: 'string' },
  'max-memory': { type: 'string' },
  timeout: { type: 'string' },
  workers: { type: 'string' },
  reduce: { type: 'string' },
} as const;

export interface Limits {
  readonly maxStates?: number;
  readonly maxBytes?: number;
  /** For the whole command, in seconds. */
  readonly timeout?: number;
  readonly workers?: number;
  readonly reductions: readonly Reduction[];
  /** The options that bring the same about again: those that bear upon the verdict. */
  readonly asOptions: string;
}

type Values = { readonly [Option in keyof typeof limitOptions]?: string | undefined };

export const limitsIn = (values: Values): Limits => {
  const { 'max-states': states, 'max-memory': memory, timeout, workers, reduce } = values;
  return {
    ...(states === undefined ? {} : { maxStates: wholeNumber('max-states', states, 1) }),
    ...(memory === undefined ? {} : { maxBytes: bytesIn(memory) }),
    ...(timeout === undefined ? {} : { timeout: wholeNumber('timeout', timeout, 1) }),
    ...(workers === undefined ? {} : { workers: wholeNumber('workers', workers, 1) }),
    reductions: reduce === undefined ? [] : reductionsIn(reduce),
    asOptions: (['max-states', 'max-memory', 'reduce'] as const)
      .map((option) => (values[option] === undefined ? '' : ` --${option} ${values[option]}`))
      .join(''),
  };
};

const units: Readonly<Record<string, number>> = { MB: 2 ** 20, GB: 2 ** 30 };

const bytesIn = (text: string): number => {
  const [, count = '', unit = 'MB'] = /^(\d+)\s*(MB|GB)?$/i.exec(text) ?? [];
  if (count === '' || Number(count) === 0) {
    throw new UsageError(`--max-memory takes a size like 500MB or 2GB, not "${text}"`);
  }
  return Number(count) * units[unit.toUpperCase()]!;
};

const reductionsIn = (text: string): readonly Reduction[] => {
  if (text === 'all') return reductions;
  return text.split(',').map((name) => {
    const found = reductions.find((reduction) => reduction === name);
    if (found === undefined) {
      throw new UsageError(`--reduce takes ${reductions.join(', ')} or all, not "${name}"`);
    }
    return found;
  });
};
