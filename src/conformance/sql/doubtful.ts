import type { Completeness, HistoryEvent, StartEvent } from '../event.ts';
import { entriesOf } from '../history.ts';
import type { Complaint } from '../history.ts';
import type { Line } from '../lines.ts';
import { eventColumns } from './events-table.ts';
import { DuckdbError } from './source.ts';
import type { Row, Rows, Source } from './source.ts';

/** Lets the reader of histories read what only it can: claims, and lines that may be no events. */
export const lookAtDoubtful = async (rows: Rows, source: Source) => {
  const doubtful = (await rows('SELECT line, body FROM events WHERE doubtful ORDER BY line')).map(
    ({ line, body }): Line => ({ number: Number(line), text: String(body) }),
  );
  const marks = await source.texts(`SELECT line FROM events WHERE "type" IN ('started', 'ended')`);
  const [first] = await rows('SELECT MIN(line) AS line FROM events WHERE "type" IS NOT NULL');
  const complaints: (Complaint & { line: number })[] = [];
  let start: StartEvent | undefined;
  let complete: Completeness = {};
  let earliest = first?.['line'] === null || first === undefined ? Infinity : Number(first['line']);
  const accepted: (readonly [line: number, event: HistoryEvent])[] = [];
  for await (const entry of entriesOf(each([...doubtful, ...marks]))) {
    if ('complaint' in entry) complaints.push({ line: entry.line, ...entry.complaint });
    else accepted.push([entry.line, entry.event]);
  }
  if (accepted.length > mostDoubtful) {
    throw new DuckdbError(
      `more than ${mostDoubtful} lines are JSON of a kind that DuckDB cannot be trusted with`,
    );
  }
  for (const [line] of accepted) earliest = Math.min(earliest, line);
  for (const [line, event] of accepted) {
    if (event.type === 'started' && line === earliest) start = event;
    if (event.type === 'ended') complete = { ...event.complete };
    await rows(updateFor(line, event));
  }
  return { complaints, claims: start ?? {}, complete: { ...start?.complete, ...complete } };
};

/** Each of them is written into the table by itself. */
const mostDoubtful = 100_000;

const updateFor = (line: number, event: HistoryEvent): string => {
  const fields = event as unknown as Row;
  const text = (name: string): string =>
    fields[name] === undefined ? 'NULL' : `'${String(fields[name]).replaceAll("'", "''")}'`;
  const columns = Object.keys(eventColumns).filter((name) => name !== 'at');
  return `UPDATE events SET ${columns.map((name) => `"${name}" = ${text(name)}`).join(', ')},
    "at" = ${fields['at'] === undefined ? 'NULL' : Number(fields['at'])} WHERE line = ${line}`;
};

/** Lines that are at hand, as a reader wants them. */
export async function* each(lines: readonly Line[]): AsyncGenerator<Line> {
  yield* lines;
}
