import type { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { hearPieces } from '../conformance/bytes/hearing.ts';
import { hearMerged } from '../conformance/bytes/merging.ts';
import { Places } from '../conformance/bytes/places.ts';
import { PackedError, unpacked } from '../conformance/bytes/unpacked.ts';
import { judgeOf, usualMemory } from '../conformance/judge.ts';
import type { Judge, Judgement, Named } from '../conformance/judge.ts';
import { Budget } from '../conformance/memory/budget.ts';
import type { Located } from '../conformance/picture.ts';
import { historyGuarantees } from '../conformance/promises.ts';

/** What is wrong with a file, or with one line of it. */
export interface Mistake {
  /** Where it is not the file that the result is named after. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** `expected "message" to be a string, found 7` */
  readonly message: string;
}

/** A file, or several of one run, and what is to be said of it. */
export interface FileResult extends Judgement {
  readonly file: string;
  /** The files that it was read from. */
  readonly files: readonly string[];
  /** The guarantees that it was judged by. */
  readonly promises: readonly Named[];
  /** How many mistakes there are, and the first few of them. */
  readonly mistakes: number;
  readonly errors: readonly Mistake[];
  /** The file and the line that a line of the run is. */
  readonly placeOf: (line: number) => { readonly file: string; readonly line: number };
  /** The events that are to be drawn, where the files themselves do not hold them. */
  readonly recorded?: () => AsyncIterable<Located>;
}

export interface JudgeOptions {
  /** How much memory a judgement may take, in bytes. */
  readonly memory?: number;
  /** Called now and then with how many bytes were read of the file. */
  readonly progress?: (file: string, bytes: number) => void;
}

/** Standard input, as it is named on the command line. */
export const standardInput = '-';

const pieceSize = 1 << 20;

/** The bytes of a file, unpacked. */
export const piecesOf = (file: string, { progress }: JudgeOptions = {}): AsyncIterable<Buffer> => {
  const raw: AsyncIterable<Buffer> =
    file === standardInput ? process.stdin : createReadStream(file, { highWaterMark: pieceSize });
  return unpacked(progress === undefined ? raw : counted(raw, (bytes) => progress(file, bytes)));
};

async function* counted(
  pieces: AsyncIterable<Buffer>,
  tell: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    tell(bytes);
    yield piece;
  }
}

/** Reads a file to its end, whatever is wrong with its lines, and judges what could be read. */
export const judgeFile = async (
  file: string,
  promises: readonly Named[] | undefined,
  options: JudgeOptions = {},
  pieces: AsyncIterable<Buffer> = piecesOf(file, options),
): Promise<FileResult> => {
  const judge = judgeOf(promises ?? [], options.memory);
  const mistakes = new Mistakes();
  const note = (mistake: Mistake): void => mistakes.note(mistake);
  let last = 0;
  try {
    const { heard } = await hearPieces(pieces, { judge, note }, (line) => (last = line));
    if (heard + mistakes.count === 0) mistakes.fail('expected at least one event, found none');
  } catch (error) {
    mistakes.fail(obstacleIn(error));
    judge.miss(last + 1);
  }
  return resultOf([file], judge, promises, mistakes, (line) => ({ file, line }));
};

/** The same for several recordings of one run, as one history in the order of their times. */
export const judgeMerged = async (
  files: readonly string[],
  promises: readonly Named[] | undefined,
  options: JudgeOptions = {},
): Promise<FileResult> => {
  const places = new Places(new Budget(Infinity));
  const placeOf: FileResult['placeOf'] = (number) => {
    const { file, line } = places.of(number);
    return { file: files[file]!, line };
  };
  const judge = judgeOf(promises ?? [], options.memory ?? usualMemory, (number) => {
    const { file, line } = placeOf(number);
    return `${file}:${line}`;
  });
  const mistakes = new Mistakes();
  const hearerOf = (file: number) => ({
    judge,
    note: (mistake: Mistake): void => mistakes.note({ file: files[file]!, ...mistake }),
  });
  let last = 0;
  try {
    const pieces = files.map((file) => piecesOf(file, options));
    const { heard } = await hearMerged(pieces, places, hearerOf, (line) => (last = line));
    if (heard + mistakes.count === 0) mistakes.fail('expected at least one event, found none');
  } catch (error) {
    mistakes.fail(obstacleIn(error));
    judge.miss(last + 1);
  }
  return resultOf(files, judge, promises, mistakes, placeOf);
};

/** What was wrong, counted, and the first few of it. */
export class Mistakes {
  count = 0;
  readonly first: Mistake[] = [];
  failure: string | undefined;

  note(mistake: Mistake): void {
    this.count += 1;
    // More than these say no more.
    if (this.first.length < 5) this.first.push(mistake);
  }

  /** The file itself could not be read, or not to its end. It is told before all lines that are wrong. */
  fail(message: string): void {
    this.count += 1;
    this.failure = message;
    this.first.unshift({ message });
  }
}

/** The result of what was heard so far. */
export const resultOf = (
  files: readonly string[],
  judge: Judge,
  asked: readonly Named[] | undefined,
  mistakes: Mistakes,
  placeOf: FileResult['placeOf'],
): FileResult => {
  const claimed = judge.claimed().map((name) => name.replaceAll('-', ' '));
  const unknown = claimed.filter((name) => !historyGuarantees.some((known) => known.name === name));
  for (const name of unknown)
    mistakes.note({ line: 1, message: `expected "promises" to name guarantees, found "${name}"` });
  const promises = asked ?? claimed.filter((name) => !unknown.includes(name)).map((name) => ({ name }));
  if (promises.length === 0)
    mistakes.fail('expected --guarantee, or "promises" in its first event, found neither');
  const judgement = judge.judgement(promises);
  const hasFailed = mistakes.failure !== undefined;
  const verdict = promises.length === 0 ? 'unknown' : judgement.verdict;
  const reason = verdict === 'unknown' && hasFailed ? mistakes.failure! : judgement.reason;
  return {
    file: files.join(' + '),
    files,
    ...judgement,
    verdict,
    reason,
    promises,
    mistakes: mistakes.count,
    errors: mistakes.first,
    placeOf,
  };
};

/** Why the file system did not give what was asked for; anything else that was thrown is not its fault. */
export const obstacleIn = (error: unknown): string => {
  if (error instanceof PackedError) return error.message;
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
  switch (error.code) {
    case 'ENOENT':
      return 'no such file';
    case 'EISDIR':
      return 'a directory, not a file';
    case 'EACCES':
      return 'no permission to read it';
    default:
      return error.message;
  }
};
