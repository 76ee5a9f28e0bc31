import { parseArgs } from 'node:util';
import type { Mapping } from '../conformance/import/mapping.ts';
import { historyGuarantees } from '../conformance/promises.ts';
import type { HistoryGuarantee } from '../conformance/promises.ts';
import { inOrder } from '../guarantees/index.ts';
import { UsageError } from './command.ts';
import { foreignHelp, foreignOptions, mappingFor } from './foreign.ts';
import { standardInput } from './judge-file.ts';
import { printedSql, sqlHelp, sqlOptions } from './judge-sql.ts';
import { limitsIn } from './limits.ts';

const optionOf = ({ name }: { readonly name: string }): string => name.replaceAll(' ', '-');

const listed = (names: readonly string[]): string =>
  Array.from({ length: Math.ceil(names.length / 3) }, (_, row) =>
    names.slice(3 * row, 3 * row + 3).join(', '),
  ).join(',\n                    ');

export const judgeHelp = `Usage: onceproof judge FILE... [--guarantee NAME]... [options]
       onceproof judge FILE... --guarantee NAME --from NAME|FILE
       onceproof judge --print-sql --guarantee NAME [--dialect NAME]

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

/** What the command is asked for. */
export interface Request {
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

/** Reads the arguments: a request, or what is to be printed at once, or what is wrong with them. */
export const requestIn = (
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
        ...foreignOptions,
        ...sqlOptions,
        help: { type: 'boolean', default: false },
        'max-memory': { type: 'string' },
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
      if (asked.length === 0) return { wrong: unknownGuarantee(undefined) };
      return { printed: printedSql(values.dialect, asked, values.table) };
    }
    const conflict = conflictIn(values);
    if (conflict !== undefined) return { wrong: conflict };
    if (files.length === 0) return { wrong: 'expected a FILE, found none' };
    if (watch && (files.length > 1 || files[0] === standardInput)) {
      return { wrong: 'expected one FILE with --watch, and not standard input' };
    }
    if (files.filter((file) => file === standardInput).length > 1) {
      return { wrong: 'expected standard input (-) at most once' };
    }
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

/** Options that do not go together. */
const conflictIn = ({
  engine,
  from,
  merge,
  watch,
}: {
  readonly engine?: string | undefined;
  readonly from?: string | undefined;
  readonly merge: boolean;
  readonly watch: boolean;
}): string | undefined => {
  if (engine !== undefined && engine !== 'duckdb') return `expected --engine with duckdb, found "${engine}"`;
  if (engine !== undefined && from !== undefined) {
    return 'expected --from or --engine, found both: "onceproof import" writes what --engine reads';
  }
  const other = engine !== undefined ? '--engine' : from !== undefined ? '--from' : undefined;
  if (other === undefined) return undefined;
  return merge || watch ? `expected ${other} without ${merge ? '--merge' : '--watch'}` : undefined;
};

const unknownGuarantee = (given: string | undefined): string => {
  const names = historyGuarantees.map(optionOf).join(', ');
  return `expected --guarantee with one of ${names}; found ${given === undefined ? 'none' : `"${given}"`}`;
};
