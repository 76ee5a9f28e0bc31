import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What one exploration took, in a process of its own: see `explore.mjs`. */
export interface Measured {
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly bytesPerState: number;
}

export interface Exploration {
  readonly engine?: 'naive' | 'interned';
  readonly world?: object;
  readonly workers?: number;
  readonly reductions?: readonly string[];
  /** Whether the guarantee has debts too: exactly once instead of at most once. */
  readonly owes?: boolean;
}

const script = fileURLToPath(new URL('explore.mjs', import.meta.url));

export const explored = (exploration: Exploration): Measured => {
  const args = ['--max-old-space-size=12000', script, JSON.stringify(exploration)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Measured;
};

/** The canonical model in three sizes, with the counts that any checker of it must come to. */
export const canonical = {
  small: { world: { messages: 2, capacity: 3 }, states: 16_041, transitions: 123_988, depth: 17 },
  middle: { world: { messages: 3, capacity: 4 }, states: 1_245_651, transitions: 12_953_141, depth: 23 },
  large: {
    world: { messages: 3, capacity: 6, crashes: { sender: 1, receiver: 2 } },
    states: 11_784_013,
    transitions: 148_936_696,
    depth: 30,
  },
} as const;

/** The runs of several commands in turn, A B A B …, and of each the one with the median. */
export const inTurn = (explorations: readonly Exploration[], times: number): readonly Measured[] => {
  const runs = Array.from({ length: times }, () => explorations.map(explored));
  return explorations.map((_, index) => {
    const own = runs.map((run) => run[index]!).toSorted((a, b) => a.wallSeconds - b.wallSeconds);
    return own[Math.floor(times / 2)]!;
  });
};

/** One line of a table: what was explored, and what it took. */
export const line = (name: string, measured: Measured): string => {
  const { states, cpuSeconds, wallSeconds, megabytes, bytesPerState } = measured;
  const cells = [
    name.padEnd(44),
    `${states}`.padStart(10),
    `${cpuSeconds.toFixed(2)} s`.padStart(10),
    `${wallSeconds.toFixed(2)} s`.padStart(10),
    `${Math.round(states / cpuSeconds / 1000)} k/s`.padStart(10),
    `${Math.round(megabytes)} MB`.padStart(8),
    bytesPerState === 0 ? '' : `${bytesPerState.toFixed(1)} B`.padStart(8),
  ];
  return cells.join(' ');
};
