import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { judgeWithDuckdb } from '../../../src/conformance/sql/duckdb.ts';
import { aFolder } from '../asking.ts';
import { pathOf, tallies, textOf } from '../recorded.ts';
import { aDatabase, judged } from './both.ts';

const inDuckdb = aDatabase();
const write = aFolder();

/** The same events as a Parquet file. */
const inParquet = async (lines: string): Promise<string> => {
  const file = write('events.parquet', '');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (SELECT * FROM read_json_auto('${lines}')) TO '${file}' (FORMAT parquet)`);
  return file;
};
/** One that loses and one that repeats; the others are in the deep tests. */
const few = ['mosquitto-q0-3.jsonl', 'nats-3.jsonl'];

describe('DuckDB judges the recorded run', () => {
  it.each(few)('%s as it was tallied, and as the judge does, by every guarantee', async (file) => {
    const tally = tallies.find((each) => each.file === file)!;
    const said = await inDuckdb(textOf(file));
    expect(said).toEqual(await judged(textOf(file)));
    const broken = (is: boolean): string => (is ? 'violated' : 'holds');
    const [group, ...others] = said.groups;
    expect(others).toEqual([]);
    expect(group!.verdicts).toMatchObject({
      'at most once': broken(tally.deliveredMoreThanOnce > 0),
      'at least once': broken(tally.confirmedNeverDelivered.length > 0),
      'in order': broken(tally.firstDeliveriesOutOfSubmissionOrder > 0),
    });
    expect(group!.anomalies).toMatchObject({
      lost: tally.confirmedNeverDelivered.length,
      duplicated: tally.deliveredMoreThanOnce,
      reordered: tally.firstDeliveriesOutOfSubmissionOrder,
    });
  });

  it('out of a Parquet file as well', async () => {
    const file = await inParquet(pathOf('nats-3.jsonl'));
    const asked = ['exactly once', 'in order'];
    const [fromLines, fromParquet] = [
      await judgeWithDuckdb(pathOf('nats-3.jsonl'), asked),
      await judgeWithDuckdb(file, asked),
    ];
    expect(fromParquet.groups).toEqual(fromLines.groups);
    // A row does not say which of its fields the recorder left out and which are the recorder's own.
    expect(fromParquet.shown.map(({ line, event }) => [line, event.type])).toEqual(
      fromLines.shown.map(({ line, event }) => [line, event.type]),
    );
  });

  it('and fetches what was recorded of the first that went wrong, with the lines of the file', async () => {
    const { shown } = await judgeWithDuckdb(pathOf('nats-3.jsonl'), ['exactly once', 'in order']);
    const lines = textOf('nats-3.jsonl').split('\n');
    const messages = new Set(shown.flatMap(({ event }) => ('message' in event ? [event.message] : [])));
    // m21 came twice; m22 came after m90.
    expect([...messages].sort()).toEqual(['m21', 'm22', 'm90']);
    for (const { line, event } of shown)
      expect(JSON.parse(lines[line - 1]!)).toMatchObject({ type: event.type });
  });
});
