import { describe, expect, it } from 'vitest';
import { readMapping } from '../../../src/conformance/import/read-mapping.ts';
import { judge } from '../../../src/conformance/judge.ts';
import { atLeastOnce, atMostOnce } from '../../../src/guarantees/index.ts';
import { fixture, importText, inShort, readBack } from './importing.ts';

const mapping = readMapping(fixture('orders.mapping.json'));
const log = fixture('orders.jsonl');

const verdicts = async (text: string, by = mapping): Promise<readonly string[]> => {
  const events = await readBack((await importText(by, text)).history);
  return [atLeastOnce, atMostOnce].map((guarantee) => judge(events, [guarantee]).verdict);
};

describe('a log of JSON lines that nobody else has', () => {
  it('is read by a mapping file', async () => {
    const { history, broken, unmatched } = await importText(mapping, log);
    expect({ broken, unmatched }).toEqual({ broken: [], unmatched: [] });
    expect(inShort(history)).toEqual([
      'submitted o-1 web-1',
      'confirmed o-1 web-1',
      'submitted o-2 web-1',
      'abandoned o-2 web-1',
      'delivered o-1 billing-1',
      'drained',
      'ended {"submitting":true,"delivering":true}',
    ]);
    expect(history[0]).toEqual({
      type: 'submitted',
      message: 'o-1',
      key: 'c7',
      process: 'web-1',
      at: 1714564800100,
      from: 1,
    });
  });

  it('holds, is violated, and is unknown', async () => {
    expect(await verdicts(log)).toEqual(['holds', 'holds']);
    expect(await verdicts(log.replace('["o-1"]', '["o-1","o-1"]'))).toEqual(['holds', 'violated']);
    expect(await verdicts(log.replace('["o-1"]', '["o-2"]'))).toEqual(['violated', 'holds']);
    const unfinished = readMapping(fixture('orders.mapping.json').replace(/"drained".*/, ''));
    expect(await verdicts(log.replace('["o-1"]', '["o-2"]'), unfinished)).toEqual(['unknown', 'holds']);
  });

  it('says where a record is broken, and keeps the rest', async () => {
    const lines = log.trimEnd().split('\n');
    const { history, broken } = await importText(
      mapping,
      lines
        .with(0, lines[0]!.replace('"id":"o-1",', ''))
        .with(1, lines[1]!.replace('1714564800.2', '"noon"'))
        .with(3, '{"level":"info",,}')
        .with(5, lines[5]!.replace('["o-1"]', '["o-1", 9007199254740993]'))
        .join('\n'),
    );
    expect(broken).toEqual([
      '1:62: expected "order.id", the message of the event, found none',
      '2:43: expected a number of seconds, found "noon"',
      '4:17: expected a field name in double quotes, found ,',
      '6:73: expected a string or a whole number of at most 2^53 - 1, found 9007199254740993',
    ]);
    expect(inShort(history)).toEqual([
      'abandoned o-2 web-1',
      'drained',
      'ended {"submitting":false,"delivering":false}',
    ]);
  });
});
