/** What one database writes otherwise than others. Everything else is the SQL that all of them have. */
export interface Dialect {
  readonly name: string;
  /** A name that may be a reserved word. */
  readonly quote: (name: string) => string;
  readonly text: string;
  /** A part of the query under its name. */
  readonly part: (name: string, select: string) => string;
  /** Whether the parts are steps of a script, for a database that would compute each as often as it is used. */
  readonly isScript: boolean;
  /** What follows the query, or each step of a script. */
  readonly ending: string;
  /** Whether anybody has run it: by every test, by hand, or not at all. `spec/sql.md` says so too. */
  readonly ran: 'with every test' | 'by hand' | 'never';
  /** What it was run on. */
  readonly on?: string;
}

const double = (name: string): string => `"${name}"`;
const backtick = (name: string): string => `\`${name}\``;

const materialized = (name: string, select: string): string => `${name} AS MATERIALIZED (\n  ${select}\n)`;
const plain = (name: string, select: string): string => `${name} AS (\n  ${select}\n)`;

/** Every dialect by name. Which of them were executed, and which only written, `spec/sql.md` says. */
export const dialects = {
  duckdb: {
    name: 'duckdb',
    quote: double,
    text: 'VARCHAR',
    part: materialized,
    isScript: false,
    ending: '',
    ran: 'with every test',
    on: 'DuckDB 1.5',
  },
  postgres: {
    name: 'postgres',
    quote: double,
    text: 'TEXT',
    part: materialized,
    isScript: false,
    ending: '',
    ran: 'by hand',
    on: 'PostgreSQL 15',
  },
  spark: {
    name: 'spark',
    quote: backtick,
    text: 'STRING',
    part: plain,
    isScript: false,
    ending: '',
    ran: 'never',
  },
  clickhouse: {
    name: 'clickhouse',
    quote: backtick,
    text: 'Nullable(String)',
    part: (name, select) => `CREATE TEMPORARY TABLE ${name} ENGINE = Memory AS ${select}`,
    isScript: true,
    // Otherwise what is not joined is an empty text and the least of nothing 0, where others have NULL.
    ending:
      '\nSETTINGS join_use_nulls = 1, prefer_column_name_to_alias = 1, aggregate_functions_null_for_empty = 1',
    ran: 'by hand',
    on: 'ClickHouse 26.9, as the package chdb has it',
  },
  bigquery: {
    name: 'bigquery',
    quote: backtick,
    text: 'STRING',
    part: plain,
    isScript: false,
    ending: '',
    ran: 'never',
  },
} as const satisfies Readonly<Record<string, Dialect>>;

/** A text as a literal. */
export const literal = (text: string, { name }: Dialect): string => {
  const quoted = text.replaceAll("'", "''");
  // These read a backslash as an escape, and BigQuery the doubled quote as the end of one text and another.
  if (name === 'bigquery') return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  return name === 'spark' || name === 'clickhouse' ? `'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
};
