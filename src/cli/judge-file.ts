import { entriesOf, wordsOf } from '../conformance/history.ts';
import { judgeOf } from '../conformance/judge.ts';
import type { Judgement } from '../conformance/judge.ts';
import { linesOf } from '../conformance/lines.ts';
import type { Line } from '../conformance/lines.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';

/** What is wrong with a file, or with one line of it. */
export interface Mistake {
  readonly line?: number;
  readonly column?: number;
  /** `expected "message" to be a string, found 7` */
  readonly message: string;
}

/** A file and what is to be said of it. */
export interface FileResult extends Judgement {
  readonly file: string;
  /** How many mistakes there are, and the first few of them. */
  readonly mistakes: number;
  readonly errors: readonly Mistake[];
}

/** More than these say no more. */
const firstFew = 5;

/** Reads a file to its end, whatever is wrong with its lines, and judges what could be read. */
export const judgeFile = async (
  file: string,
  guarantees: readonly Guarantee[],
  lines: AsyncIterable<Line> = linesOf(file),
): Promise<FileResult> => {
  const judge = judgeOf(guarantees);
  const errors: Mistake[] = [];
  let mistakes = 0;
  let heard = 0;
  const note = (mistake: Mistake): void => {
    mistakes += 1;
    if (errors.length < firstFew) errors.push(mistake);
  };

  let failure: string | undefined;
  let next = 1;
  try {
    for await (const entry of entriesOf(lines)) {
      next = entry.line + 1;
      if ('event' in entry) {
        heard += 1;
        judge.hear(entry.event, entry.line);
      } else {
        judge.miss(entry.line);
        note({ line: entry.line, column: entry.complaint.column, message: wordsOf(entry.complaint) });
      }
    }
    if (heard + mistakes === 0) failure = 'expected at least one event, found none';
  } catch (error) {
    failure = obstacleIn(error);
    judge.miss(next);
  }
  if (failure !== undefined) {
    mistakes += 1;
    errors.unshift({ message: failure });
  }
  const judgement = judge.judgement();
  const reason = judgement.verdict === 'unknown' && failure !== undefined ? failure : judgement.reason;
  return { file, ...judgement, reason, mistakes, errors };
};

/** Why the file system did not give what was asked for; anything else that was thrown is not its fault. */
export const obstacleIn = (error: unknown): string => {
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
