import type { Out } from './command.ts';
import { judgeForeign } from './foreign.ts';
import { judgeFile, judgeMerged } from './judge-file.ts';
import type { FileResult, JudgeOptions } from './judge-file.ts';
import { picturesOf } from './judge-picture.ts';
import { asJson, tellMistakes, tellResult } from './judge-report.ts';
import { judgeHelp, requestIn } from './judge-request.ts';
import type { Request } from './judge-request.ts';
import { judgeBySql } from './judge-sql.ts';
import { watchFile } from './judge-watch.ts';
import { pausing } from './pausing.ts';
import { readingOf } from './reading-progress.ts';

/**
 * The command `onceproof judge`: judges each file and prints what it found. What cannot be read is told on
 * stderr and hides nothing of the rest.
 *
 * @returns the exit code: 2 if the arguments are wrong or anything could not be read, else 1 if anything is
 * violated, else 3 if anything is unknown, else 0.
 */
export const judge = async (args: readonly string[], out: Out): Promise<number> => {
  const request = requestIn(args);
  if ('help' in request) {
    out.stdout(judgeHelp);
    return 0;
  }
  if ('wrong' in request) {
    out.stderr(`onceproof judge: ${request.wrong}\nonceproof judge --help tells how it is used.\n`);
    return 2;
  }
  if ('printed' in request) {
    out.stdout(request.printed);
    return 0;
  }
  const { files, memory, json, ordered } = request;
  const limit: JudgeOptions = memory === undefined ? {} : { memory };
  if (request.watch) {
    return watchUntilEnded(files[0]!, request, limit, out);
  }
  const results: FileResult[] = [];
  const units = request.merge ? [files] : files.map((file) => [file]);
  for (const unit of units) {
    const reading = await readingOf(unit, out);
    const options = { ...limit, ...reading };
    const result = await judgeUnit(unit, request, options);
    reading.clear();
    results.push(result);
    if (!json) await tell(result, request, out);
    out.stderr(tellMistakes(result));
  }
  if (json) out.stdout(asJson(results, ordered));
  return exitCodeOf(results);
};

/** Until the history has ended, or somebody presses Ctrl-C. */
const watchUntilEnded = async (
  file: string,
  request: Request,
  limit: JudgeOptions,
  out: Out,
): Promise<number> => {
  const pause = pausing();
  try {
    const last = await watchFile(file, request.promises, limit, {
      tell: async (result) => {
        await tell(result, request, out);
        out.stderr(tellMistakes(result));
      },
      note: out.stderr,
      wait: pause.wait,
    });
    return pause.isInterrupted() ? 130 : exitCodeOf([last]);
  } finally {
    pause.end();
  }
};

/** A block for a person, and the pictures below it. */
const tell = async (result: FileResult, { brief, json, ordered }: Request, out: Out): Promise<void> => {
  if (json) {
    out.stdout(asJson([result], ordered));
    return;
  }
  out.stdout(tellResult(result));
  if (brief) return;
  const { colour = false, width = 80 } = out;
  for (const picture of await picturesOf(result, { colour, width: Math.max(60, width) })) {
    out.stdout(`${picture}\n`);
  }
};

/** Judges a file, or several of one run, in the way that was asked for. */
const judgeUnit = (
  unit: readonly string[],
  { promises, mapping, isByDuckdb }: Request,
  options: JudgeOptions,
): Promise<FileResult> => {
  const [file = ''] = unit;
  if (mapping !== undefined) return judgeForeign(file, mapping, promises, options);
  if (isByDuckdb) return judgeBySql(file, promises);
  return unit.length > 1 ? judgeMerged(unit, promises, options) : judgeFile(file, promises, options);
};

const exitCodeOf = (results: readonly FileResult[]): number => {
  if (results.some(({ mistakes }) => mistakes > 0)) return 2;
  if (results.some(({ verdict }) => verdict === 'violated')) return 1;
  return results.some(({ verdict }) => verdict === 'unknown') ? 3 : 0;
};
