import { parseArgs } from 'node:util';
import { historyGuarantees } from '../conformance/promises.ts';
import type { HistoryGuarantee } from '../conformance/promises.ts';
import { inOrder } from '../guarantees/index.ts';
import { UsageError } from './command.ts';
import type { Out } from './command.ts';
import { judgeFile, judgeMerged, standardInput } from './judge-file.ts';
import type { FileResult, JudgeOptions } from './judge-file.ts';
import type { Mapping } from '../conformance/import/mapping.ts';
import { foreignHelp, foreignOptions, judgeForeign, mappingFor } from './foreign.ts';
import { clashIn, judgeBySql, printedSql, sqlHelp, sqlOptions } from './judge-sql.ts';
import { picturesOf } from './judge-picture.ts';
import { asJson, tellMistakes, tellResult } from './judge-report.ts';
import { watchFile } from './judge-watch.ts';
import { pausing } from './pausing.ts';
import { limitsIn } from './limits.ts';
import { readingOf } from './reading-progress.ts';

const optionOf = ({ name }: { readonly name: string }): string => name.replaceAll(' ', '-');

const listed = (names: readonly string[]): string =>
  Array.from({ length: Math.ceil(names.length / 3) }, (_, row) =>
    names.slice(3 * row, 3 * row + 3).join(', '),
  ).join(',\n                    ');

const help = `Usage: onceproof judge FILE... [--guarantee NAME]... [options]

Judges recorded histories, one event in JSON on each line, by the same guarantees as the models. A FILE may be
compressed with gzip; - is standard input.

  --guarantee NAME  what is to hold, for each group of consumers; may be given several times. If it is missing,
                    what the history itself promises. One of
                    ${listed(historyGuarantees.map(optionOf))}
  --ordered         ask for ${optionOf(inOrder)} as well
  --merge           the files are recordings of one run: judge them as one history, in the order of their times
  --watch           follow one growing file, and judge it again whenever it has grown, until it has ended
  --max-memory SIZE how much a judgement may keep, such as 500MB or 8GB (4GB); what needs more is unknown
  --brief           draw no pictures
  --json            print one JSON document
${foreignHelp}${sqlHelp}  --help            print this

Exit code: 0 if all hold, 1 if any is violated, 3 if any is unknown, 2 if anything could not be read.
`;

interface Request {
  readonly files: readonly string[];
  /** Nothing where the histories say themselves what they promise. */
  readonly promises: readonly HistoryGuarantee[] | undefined;
  readonly ordered: boolean;
  readonly merge: boolean;
  readonly watch: boolean;
  readonly brief: boolean;
  readonly json: boolean;
  readonly memory: number | undefined;
  /** How foreign records are to be read, where the files are no histories. */
  readonly mapping: Mapping | undefined;
  readonly isByDuckdb: boolean;
}

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
    out.stdout(help);
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

/** One file, or several that are recordings of one run. */
const judgeUnit = (
  unit: readonly string[],
  { promises, mapping, isByDuckdb }: Request,
  options: JudgeOptions,
): Promise<FileResult> => {
  const [file] = unit;
  if (unit.length > 1) return judgeMerged(unit, promises, options);
  if (mapping !== undefined) return judgeForeign(file!, mapping, promises, options);
  return isByDuckdb ? judgeBySql(file!, promises) : judgeFile(file!, promises, options);
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

const requestIn = (
  args: readonly string[],
): Request | { readonly wrong: string } | { readonly help: true } | { readonly printed: string } => {
  try {
    const { values, positionals: files } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        guarantee: { type: 'string', multiple: true },
        ordered: { type: 'boolean', default: false },
        merge: { type: 'boolean', default: false },
        watch: { type: 'boolean', default: false },
        brief: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        'max-memory': { type: 'string' },
        ...foreignOptions,
        ...sqlOptions,
      },
    });
    if (values.help) return { help: true };
    const { guarantee: wanted = [], ordered, merge, watch, brief, json } = values;
    const names = [...wanted, ...(ordered ? [optionOf(inOrder)] : [])];
    const promises = names.map((name) => historyGuarantees.find((known) => optionOf(known) === name));
    const missing = promises.indexOf(undefined);
    if (missing !== -1) return { wrong: unknownGuarantee(names[missing]) };
    const asked = [...new Set(promises)] as readonly HistoryGuarantee[];
    if (values['print-sql']) {
      return asked.length === 0
        ? { wrong: 'expected --guarantee with --print-sql, found none' }
        : { printed: printedSql(values.dialect, asked, values.table) };
    }
    if (files.length === 0) return { wrong: 'expected a FILE, found none' };
    if (watch && (files.length > 1 || files[0] === standardInput)) {
      return { wrong: 'expected one FILE with --watch, and not standard input' };
    }
    if (files.filter((file) => file === standardInput).length > 1) {
      return { wrong: 'expected standard input (-) at most once' };
    }
    const wrong = clashIn(values);
    if (wrong !== undefined) return { wrong };
    return {
      files,
      promises: asked.length === 0 ? undefined : asked,
      ordered,
      merge,
      watch,
      brief,
      json,
      mapping: values.from === undefined ? undefined : mappingFor(values),
      isByDuckdb: values.engine !== undefined,
      memory: limitsIn({ 'max-memory': values['max-memory'] }).maxBytes,
    };
  } catch (error) {
    // parseArgs, and whoever reads a size, say what they did not understand.
    if (error instanceof TypeError || error instanceof UsageError) return { wrong: error.message };
    throw error;
  }
};

const unknownGuarantee = (given: string | undefined): string => {
  const names = historyGuarantees.map(optionOf).join(', ');
  return `expected --guarantee with one of ${names}; found ${given === undefined ? 'none' : `"${given}"`}`;
};

const exitCodeOf = (results: readonly FileResult[]): number => {
  if (results.some(({ mistakes }) => mistakes > 0)) return 2;
  if (results.some(({ verdict }) => verdict === 'violated')) return 1;
  return results.some(({ verdict }) => verdict === 'unknown') ? 3 : 0;
};
