import { wordsOf } from '../conformance/history.ts';
import { dialects } from '../conformance/sql/dialect.ts';
import { DuckdbError, judgeWithDuckdb } from '../conformance/sql/duckdb.ts';
import { judgementFrom } from '../conformance/sql/judgement.ts';
import { judgingQuery } from '../conformance/sql/query.ts';
import type { Named } from '../conformance/judge.ts';
import { InputError, named } from './command.ts';
import type { FileResult } from './judge-file.ts';

/** The options that have to do with SQL. */
export const sqlOptions = {
  engine: { type: 'string' },
  'print-sql': { type: 'boolean', default: false },
  dialect: { type: 'string' },
  table: { type: 'string' },
} as const;

export const sqlHelp = `  --engine duckdb   let DuckDB count: JSON lines or Parquet, of any size (needs @duckdb/node-api)
  --print-sql       print the query over a table of events instead, see spec/sql.md
  --dialect NAME    ${Object.keys(dialects).join(', ')} (duckdb)
  --table NAME      the table, as the query is to name it (events)
`;

/**
 * The query that judges a table of events by these guarantees.
 *
 * @throws UsageError if there is no such dialect.
 */
export const printedSql = (
  dialect: string | undefined,
  asked: readonly Named[],
  table = 'events',
): string => {
  const [, written] = named('dialect', Object.entries(dialects), ([name]) => name, dialect ?? 'duckdb');
  const names = asked.map(({ name }) => name);
  const head = [`onceproof: ${names.join(', ')}`, 'a row for each group of consumers'];
  const query = judgingQuery({ dialect: written, table, guarantees: names, claims: {}, complete: {} });
  return `${head.map((line) => `-- ${line}\n`).join('')}${query}`;
};

/**
 * Lets DuckDB judge a file.
 *
 * @throws InputError if DuckDB is not installed or cannot read the file.
 */
export const judgeBySql = async (
  file: string,
  promises: readonly Named[] | undefined,
): Promise<FileResult> => {
  try {
    const answer = await judgeWithDuckdb(
      file,
      promises?.map(({ name }) => name),
    );
    const errors = answer.complaints.map((complaint) => ({
      line: complaint.line,
      column: complaint.column,
      message: wordsOf(complaint),
    }));
    return {
      file,
      files: [file],
      ...judgementFrom(answer),
      promises: answer.guarantees.map((name) => ({ name })),
      mistakes: errors.length,
      errors: errors.slice(0, 5),
      placeOf: (line) => ({ file, line }),
      recorded: async function* recorded() {
        yield* answer.shown;
      },
    };
  } catch (error) {
    if (error instanceof DuckdbError) throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
};
