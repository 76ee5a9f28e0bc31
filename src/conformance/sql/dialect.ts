/** What one database writes otherwise than others. Everything else is the SQL that all of them have. */
export interface Dialect {
  readonly name: string;
  /** A name that may be a reserved word. */
  readonly quote: (name: string) => string;
  readonly text: string;
  /** Said of a part that is used more than once, where a database wants to be told. */
  readonly materialized: string;
  /** What follows the query. */
  readonly ending: string;
  /** Whether anybody has run it: by every test, by hand, or not at all. `spec/sql.md` says so too. */
  readonly ran: 'with every test' | 'by hand' | 'never';
  /** What it was run on. */
  readonly on?: string;
}

const double = (name: string): string => `"${name}"`;
const backtick = (name: string): string => `\`${name}\``;

/** Every dialect by name. Which of them were executed, and which only written, `spec/sql.md` says. */
export const dialects = {
  duckdb: {
    name: 'duckdb',
    quote: double,
    text: 'VARCHAR',
    materialized: 'MATERIALIZED ',
    ending: '',
    ran: 'with every test',
    on: 'DuckDB 1.5',
  },
  postgres: {
    name: 'postgres',
    quote: double,
    text: 'TEXT',
    materialized: 'MATERIALIZED ',
    ending: '',
    ran: 'by hand',
    on: 'PostgreSQL 15',
  },
  spark: { name: 'spark', quote: backtick, text: 'STRING', materialized: '', ending: '', ran: 'never' },
  clickhouse: {
    name: 'clickhouse',
    quote: backtick,
    text: 'Nullable(String)',
    materialized: '',
    // Otherwise what is not joined is an empty text, and a name is what it is given to, where it was a column.
    ending: '\nSETTINGS join_use_nulls = 1, prefer_column_name_to_alias = 1',
    ran: 'never',
  },
  bigquery: { name: 'bigquery', quote: backtick, text: 'STRING', materialized: '', ending: '', ran: 'never' },
} as const satisfies Readonly<Record<string, Dialect>>;

export type DialectName = keyof typeof dialects;

/** A text as a literal. */
export const literal = (text: string, { name }: Dialect): string => {
  const quoted = text.replaceAll("'", "''");
  // These read a backslash as an escape, and BigQuery the doubled quote as the end of one text and another.
  if (name === 'bigquery') return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  return name === 'spark' || name === 'clickhouse' ? `'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
};
