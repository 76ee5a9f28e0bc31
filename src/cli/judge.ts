import { parseArgs } from 'node:util';
import { guarantees, inOrder } from '../guarantees/index.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Mapping } from '../conformance/import/mapping.ts';
import { UsageError } from './command.ts';
import { foreignHelp, foreignOptions, judgeForeign, mappingFor, tellNotes } from './foreign.ts';
import { judgeFile } from './judge-file.ts';
import type { FileResult } from './judge-file.ts';
import { asJson, tellMistakes, tellResult } from './judge-report.ts';
import { judgeBySql, printedSql, sqlHelp, sqlOptions } from './judge-sql.ts';

const optionOf = ({ name }: Guarantee): string => name.replaceAll(' ', '-');

const help = `Usage: onceproof judge FILE... --guarantee NAME [--ordered] [--json]
       onceproof judge FILE... --guarantee NAME --from NAME|FILE
       onceproof judge --print-sql --guarantee NAME [--dialect NAME]

Judges recorded histories, one event in JSON on each line, by the same guarantees as the models.

  --guarantee NAME  ${guarantees.map(optionOf).slice(0, 3).join(', ')},
                    ${guarantees.map(optionOf).slice(3, 6).join(', ')},
                    ${guarantees.map(optionOf).slice(6).join(' or ')}
  --ordered         ask for ${optionOf(inOrder)} as well
  --json            print one JSON document
${foreignHelp}${sqlHelp}  --help            print this

Exit code: 0 if all hold, 1 if any is violated, 3 if any is unknown, 2 if anything could not be read.
`;

interface Request {
  readonly files: readonly string[];
  readonly guarantee: Guarantee;
  readonly ordered: boolean;
  readonly json: boolean;
  /** How foreign records are to be read, where the files are no histories. */
  readonly mapping?: Mapping;
  readonly isByDuckdb: boolean;
}

/**
 * The command `onceproof judge`: judges each file and prints what it found. What cannot be read is told on
 * stderr and hides nothing of the rest.
 *
 * @returns the exit code: 2 if the arguments are wrong or anything could not be read, else 1 if anything is
 * violated, else 3 if anything is unknown, else 0.
 */
export const judge = async (
  args: readonly string[],
  out: { readonly stdout: (text: string) => void; readonly stderr: (text: string) => void },
): Promise<number> => {
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
  const { guarantee, ordered, json } = request;
  const asked = askedBy(guarantee, ordered);
  const results: FileResult[] = [];
  for (const file of request.files) {
    const { result, told } = await judgeOne(file, asked, request);
    results.push(result);
    if (!json) out.stdout(tellResult(result, asked));
    out.stderr(told);
  }
  if (json) out.stdout(asJson(results, guarantee, ordered));
  return exitCodeOf(results);
};

const askedBy = (guarantee: Guarantee, ordered: boolean): readonly Guarantee[] => [
  ...new Set(ordered ? [guarantee, inOrder] : [guarantee]),
];

const judgeOne = async (
  file: string,
  asked: readonly Guarantee[],
  { mapping, isByDuckdb }: Request,
): Promise<{ readonly result: FileResult; readonly told: string }> => {
  if (mapping !== undefined) {
    const { result, notes } = await judgeForeign(file, mapping, asked);
    return { result, told: tellNotes(notes) };
  }
  const result = isByDuckdb ? await judgeBySql(file, asked) : await judgeFile(file, asked);
  return { result, told: tellMistakes(result) };
};

const requestIn = (
  args: readonly string[],
): Request | { readonly wrong: string } | { readonly help: true } | { readonly printed: string } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        guarantee: { type: 'string' },
        ordered: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        ...foreignOptions,
        ...sqlOptions,
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { help: true };
    const guarantee = guarantees.find((known) => optionOf(known) === values.guarantee);
    if (guarantee === undefined) return { wrong: unknownGuarantee(values.guarantee) };
    if (values['print-sql']) {
      return { printed: printedSql(values.dialect, askedBy(guarantee, values.ordered), values.table) };
    }
    if (values.engine !== undefined && values.engine !== 'duckdb') {
      return { wrong: `expected --engine with duckdb, found "${values.engine}"` };
    }
    if (values.engine !== undefined && values.from !== undefined) {
      return {
        wrong: 'expected --from or --engine, found both: "onceproof import" writes what --engine reads',
      };
    }
    if (positionals.length === 0) return { wrong: 'expected a FILE, found none' };
    return {
      files: positionals,
      guarantee,
      ordered: values.ordered,
      json: values.json,
      isByDuckdb: values.engine !== undefined,
      ...(values.from === undefined ? {} : { mapping: mappingFor(values) }),
    };
  } catch (error) {
    // parseArgs says what it did not understand.
    if (error instanceof TypeError || error instanceof UsageError) return { wrong: error.message };
    throw error;
  }
};

const unknownGuarantee = (given: string | undefined): string => {
  const names = guarantees.map(optionOf).join(', ');
  return `expected --guarantee with one of ${names}; found ${given === undefined ? 'none' : `"${given}"`}`;
};

const exitCodeOf = (results: readonly FileResult[]): number => {
  if (results.some(({ mistakes }) => mistakes > 0)) return 2;
  if (results.some(({ verdict }) => verdict === 'violated')) return 1;
  return results.some(({ verdict }) => verdict === 'unknown') ? 3 : 0;
};
