import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { judgeFile } from '../../src/cli/judge-file.ts';
import { judgeBySql } from '../../src/cli/judge-sql.ts';
import { exactlyOnce } from '../../src/guarantees/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-benchmark-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Ten million events, unless told otherwise. */
const events = Number(process.env['EVENTS'] ?? 10_000_000);

/**
 * A long run in which little goes wrong: of each message four events, with others in between; now and then one is
 * delivered twice, and one is lost.
 */
const write = (file: string): { readonly duplicated: number; readonly lost: number } => {
  const messages = Math.floor(events / 4);
  const handle = openSync(file, 'w');
  let text = '';
  let duplicated = 0;
  let lost = 0;
  const tell = (type: string, message: number, process: string, at: number): void => {
    text += `{"type":"${type}","message":"message-${message}","process":"${process}","at":${at}}\n`;
    if (text.length > 1_000_000) {
      writeSync(handle, text);
      text = '';
    }
  };
  const delay = 50;
  for (let index = 0; index < messages + delay; index += 1) {
    if (index < messages) {
      tell('submitted', index, 'producer', index);
      tell('confirmed', index, 'producer', index + 0.5);
    }
    const arriving = index - delay;
    if (arriving < 0) continue;
    if (arriving % 100_003 === 7) lost += 1;
    else {
      tell('delivered', arriving, 'consumer', index + 0.7);
      if (arriving % 50_021 === 11) {
        duplicated += 1;
        tell('delivered', arriving, 'consumer', index + 0.8);
      }
      tell('settled', arriving, 'consumer', index + 0.9);
    }
  }
  writeSync(handle, `${text}{"type":"drained"}\n{"type":"ended"}\n`);
  closeSync(handle);
  return { duplicated, lost };
};

it('DuckDB and the judge find the same in ten million events', async () => {
  const file = join(folder, 'long.jsonl');
  const { duplicated, lost } = write(file);
  const seconds: Record<string, number> = {};
  const results = [];
  for (const [name, judge] of [
    ['judge', judgeFile],
    ['duckdb', judgeBySql],
  ] as const) {
    const begun = performance.now();
    results.push(await judge(file, [exactlyOnce]));
    seconds[name] = (performance.now() - begun) / 1000;
  }
  console.log(
    `${events} events, ${(statSync(file).size / 1e6).toFixed(0)} MB: the judge ${seconds['judge']!.toFixed(1)} s, ` +
      `DuckDB ${seconds['duckdb']!.toFixed(1)} s`,
  );
  for (const { verdict, anomalies } of results) {
    expect(verdict).toBe('violated');
    expect(anomalies).toMatchObject({ duplicated, lost, phantom: 0 });
  }
});
