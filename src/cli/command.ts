/** Where a command writes. Results go to `stdout`; notes, progress and complaints to `stderr`. */
export interface Out {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Draws one line that the next one replaces; only where `stderr` is a terminal. */
  readonly progress?: (line: string) => void;
  /** Whether results may be coloured. */
  readonly colour?: boolean;
  /** Whether it is to be written in ASCII alone. */
  readonly ascii?: boolean;
  /** How wide the terminal is, in columns; 80 where there is none. */
  readonly width?: number;
}

/** A command answers with the exit code: 0 holds, 1 violated, 2 wrong usage or input, 3 unknown. */
export type Command = (args: readonly string[], out: Out) => Promise<number>;

/** The command was called wrongly; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was called rightly, but with something that cannot be used; the message says what is wrong with it. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** What parseArgs of Node complains about is wrong usage too. */
export const isUsage = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('ERR_PARSE_ARGS'));

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');

/** Of several names the one that was asked for, or a complaint that lists them and guesses. */
export const named = <T>(
  kind: string,
  things: readonly T[],
  nameOf: (thing: T) => string,
  wanted: string,
): T => {
  const found = things.find((thing) => plain(nameOf(thing)) === plain(wanted));
  if (found !== undefined) return found;
  const names = things.map((thing) => plain(nameOf(thing)));
  const [closest] = names.toSorted((a, b) => distance(a, plain(wanted)) - distance(b, plain(wanted)));
  const guess =
    closest !== undefined && distance(closest, plain(wanted)) <= 3 ? ` Did you mean ${closest}?` : '';
  throw new UsageError(`there is no ${kind} "${wanted}".${guess} There are: ${names.join(', ')}`);
};

/** How many letters to add, drop or change (Levenshtein 1966). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
};
