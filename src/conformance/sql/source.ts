import type { Line } from '../lines.ts';
import { eventsOfLines, eventsOfParquet, linesOfFile } from './events-table.ts';

/** DuckDB is not installed, or cannot read the file. */
export class DuckdbError extends Error {
  override readonly name = 'DuckdbError';
}

export type Row = Readonly<Record<string, unknown>>;

/** Asks DuckDB for rows. */
export type Rows = (sql: string) => Promise<readonly Row[]>;

/** A file of events, as DuckDB reads it. */
export interface Source {
  readonly events: string;
  /** The texts of some lines, as JSON. */
  readonly texts: (where: string) => Promise<readonly Line[]>;
}

export const sourceOf = async (file: string, rows: Rows): Promise<Source> => {
  if (!file.endsWith('.parquet')) {
    const lines = linesOfFile(file);
    const texts = async (where: string): Promise<readonly Line[]> => {
      const found = await rows(`SELECT line, body FROM (${lines}) WHERE line IN (${where}) ORDER BY line`);
      return found.map(({ line, body }) => ({ number: Number(line), text: String(body) }));
    };
    return { events: eventsOfLines(lines), texts };
  }
  const parquet = `read_parquet('${file.replaceAll("'", "''")}')`;
  const columns = await rows(`DESCRIBE SELECT * FROM ${parquet}`);
  const present = new Set(columns.map(({ column_name }) => String(column_name)));
  const texts = async (where: string): Promise<readonly Line[]> => {
    const found = await rows(
      `SELECT line, to_json(r) AS body FROM (SELECT row_number() OVER () AS line, * FROM ${parquet}) r
       WHERE line IN (${where}) ORDER BY line`,
    );
    return found.map(({ line, body }) => ({ number: Number(line), text: withoutNothing(String(body)) }));
  };
  return { events: eventsOfParquet(file, present), texts };
};

/** A row has every column; an event has the fields that it has. */
const withoutNothing = (json: string): string => {
  const { line: _, ...fields } = JSON.parse(json) as Row;
  return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
};
