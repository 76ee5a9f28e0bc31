import type { HistoryEvent, StartEvent } from '../event.ts';
import { entriesOf } from '../history.ts';
import type { Complaint } from '../history.ts';
import { historyGuarantees } from '../promises.ts';
import { dialects } from './dialect.ts';
import { each, lookAtDoubtful } from './doubtful.ts';
import { lastSelect, partsOf } from './query.ts';
import type { Asked } from './query.ts';
import { DuckdbError, sourceOf } from './source.ts';
import type { Row, Rows, Source } from './source.ts';
import { anomalyColumns } from './tallies.ts';

export { DuckdbError };

/** The part of DuckDB's client that is used here. */
interface Connection {
  readonly run: (sql: string) => Promise<unknown>;
  readonly runAndReadAll: (sql: string) => Promise<{ readonly getRowObjectsJson: () => unknown }>;
}

export type Verdict = 'holds' | 'violated' | 'unknown';

/** What DuckDB has to say of one group of consumers. */
export interface GroupAnswer {
  readonly group?: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly anomalies: Readonly<Record<string, number>>;
  readonly legal: Readonly<Record<'inFlight' | 'recovered' | 'vanished', number>>;
  readonly counts: Readonly<Record<(typeof counted)[number], number>>;
}

/** And of a whole file. */
export interface Answer {
  /** The guarantees that it was judged by. */
  readonly guarantees: readonly string[];
  readonly groups: readonly GroupAnswer[];
  /** Lines that are no events, with what is wrong with them. */
  readonly complaints: readonly (Complaint & { readonly line: number })[];
  /** How many were discarded, by reason. */
  readonly discarded: Readonly<Record<string, number>>;
  /** Everything that is recorded of the first few messages of each kind, with all marks: to be judged and drawn. */
  readonly shown: readonly { readonly line: number; readonly event: HistoryEvent }[];
}

const counted = [
  'deliveries',
  'delivered',
  'submitted',
  'accepted',
  'confirmed',
  'rejected',
  'abandoned',
] as const;

/**
 * Judges a file of JSON lines, or a Parquet file with a column for each field of the vocabulary, by guarantees
 * that are all to hold: those that are wanted, or else what the history promises. DuckDB does the counting, and may use the disk for it; what is none of its business, what is
 * an event and what is not, the reader of histories decides.
 *
 * @throws DuckdbError if the package `@duckdb/node-api` is not installed, or DuckDB cannot read the file.
 */
export const judgeWithDuckdb = async (
  file: string,
  wanted: readonly string[] | undefined,
): Promise<Answer> => {
  const connection = await connect();
  const rows = async (sql: string): Promise<readonly Row[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as readonly Row[];
  try {
    const source = await sourceOf(file, rows);
    await connection.run(`CREATE TEMP TABLE events AS ${source.events}`);
    const { complaints, claims, complete } = await lookAtDoubtful(rows, source);
    const guarantees = wanted ?? promisedIn(claims);
    const asked: Asked = { dialect: dialects.duckdb, table: 'events', guarantees, claims, complete };
    for (const { name, select } of partsOf(asked))
      await connection.run(`CREATE TEMP TABLE ${name} AS ${select}`);
    const groups = (await rows(lastSelect(asked))).map((row) => groupAnswer(row, guarantees));
    const discarded = await rows(
      `SELECT reason, COUNT(*) AS number FROM events WHERE "type" = 'discarded' GROUP BY reason ORDER BY MIN(line)`,
    );
    return {
      guarantees,
      groups,
      complaints,
      discarded: Object.fromEntries(discarded.map(({ reason, number }) => [String(reason), Number(number)])),
      shown: await shownIn(rows, source),
    };
  } catch (error) {
    if (error instanceof DuckdbError) throw error;
    throw new DuckdbError(`DuckDB cannot judge it: ${(error as Error).message.split('\n')[0]}`);
  }
};

const connect = async (): Promise<Connection> => {
  try {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:');
    return (await instance.connect()) as unknown as Connection;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new DuckdbError('DuckDB is not installed: npm install @duckdb/node-api');
  }
};

/** The guarantees that a history says itself it is to be judged by. */
const promisedIn = ({ promises = [] }: Pick<StartEvent, 'promises'>): readonly string[] => {
  const names = promises.map((name) => name.replaceAll('-', ' '));
  const unknown = names.find((name) => !historyGuarantees.some((known) => known.name === name));
  if (unknown !== undefined)
    throw new DuckdbError(`expected "promises" to name guarantees, found "${unknown}"`);
  if (names.length === 0) {
    throw new DuckdbError('expected --guarantee, or "promises" in its first event, found neither');
  }
  return names;
};

const groupAnswer = (row: Row, guarantees: readonly string[]): GroupAnswer => {
  const numbers = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> =>
    Object.fromEntries(names.map((name) => [name, Number(row[name] ?? 0)])) as Record<Name, number>;
  return {
    ...(row['group'] === null ? {} : { group: String(row['group']) }),
    verdicts: Object.fromEntries(guarantees.map((name) => [name, row[name] as Verdict])),
    anomalies: numbers(Object.keys(anomalyColumns)),
    legal: numbers(['inFlight', 'recovered', 'vanished']),
    counts: numbers(counted),
  };
};

/** So many messages of each kind are shown. */
const few = 3;

/** What was recorded of the first few messages of each kind, and all that is not about messages. */
const shownIn = async (rows: Rows, source: Source): Promise<Answer['shown']> => {
  const first = `SELECT grp, message, line FROM (
    SELECT grp, message, line, ROW_NUMBER() OVER (PARTITION BY what, grp ORDER BY line) AS nth FROM found
    WHERE what NOT IN ('in flight', 'honest in flight', 'recovered', 'vanished')) WHERE nth <= ${few}`;
  await rows(`CREATE TEMP TABLE shown AS ${first}`);
  // What came out of order is shown with what overtook it.
  const lines = await source.texts(
    `SELECT line FROM events WHERE ("type" IS NOT NULL AND message IS NULL)
      OR message IN (SELECT message FROM shown)
      OR message IN (SELECT o.message FROM shown s
        JOIN by_sender b ON b.grp = s.grp AND b.line = s.line JOIN messages o ON o.submitted = b.latest)`,
  );
  const shown: { line: number; event: HistoryEvent }[] = [];
  for await (const entry of entriesOf(each(lines))) {
    if ('event' in entry) shown.push({ line: entry.line, event: entry.event });
  }
  return shown;
};
