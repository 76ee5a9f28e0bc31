import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../src/conformance/import/mapping.ts';
import { otel, otelLinks, otelReceive } from '../../../src/conformance/import/presets/otel.ts';
import { judge } from '../../../src/conformance/judge.ts';
import { atLeastOnce, atMostOnce } from '../../../src/guarantees/index.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { fixture, importText, inShort, readBack, whole } from './importing.ts';

const current = fixture('otel-current.jsonl');
const closed = (mapping: Mapping): Mapping => ({ ...mapping, complete: whole, drained: 'an hour later' });

const verdict = async (guarantee: Guarantee, text: string, mapping: Mapping): Promise<string> =>
  judge(await readBack((await importText(mapping, text)).history), [guarantee]).verdict;

describe('messaging spans of OpenTelemetry', () => {
  it('are read in the order of their times, and an error says that the outcome is unknown', async () => {
    const { history, broken, unmatched, clocks } = await importText(otel, current);
    expect({ broken, unmatched, clocks }).toEqual({ broken: [], unmatched: [], clocks: [] });
    expect(inShort(history)).toEqual([
      'submitted a1 p1',
      'confirmed a1 p1',
      'submitted a2 p1',
      'submitted a3 p1',
      'confirmed a3 p1',
      'delivered a1 c1',
      'settled a1 c1',
      'abandoned a2 p1',
      'delivered a3 c1',
      'ended {"submitting":false,"delivering":false}',
    ]);
    expect(history[1]).toEqual({
      type: 'confirmed',
      message: 'a1',
      process: 'p1',
      at: 1544712660010,
      from: 2,
    });
  });

  it('are the same in one document as on lines, and with attributes of older conventions', async () => {
    const spans = current
      .trimEnd()
      .split('\n')
      .flatMap((line) => (JSON.parse(line) as { resourceSpans: unknown[] }).resourceSpans);
    const { history } = await importText(otel, JSON.stringify({ resourceSpans: spans }, undefined, 2));
    expect(inShort(history)).toEqual(inShort((await importText(otel, current)).history));

    const older = await importText(closed(otel), fixture('otel-older.json'));
    expect({ broken: older.broken, unmatched: older.unmatched }).toEqual({ broken: [], unmatched: [] });
    expect(inShort(older.history)).toEqual([
      'submitted k1 p1',
      'confirmed k1 p1',
      'submitted k2 p1',
      'confirmed k2 p1',
      'delivered k1 c1 billing',
      'delivered k2 c1 billing',
      'drained',
      // A span of receiving may stand for messages that no span of processing shows.
      'ended {"submitting":true,"delivering":false}',
    ]);
    expect(older.history[0]).toMatchObject({ key: 'customer-7' });
    expect(older.history[4]).toMatchObject({ position: '3/41', consumer: 'c1' });
  });

  it('name the messages of a batch by their links', async () => {
    const { history, broken, unmatched } = await importText(closed(otel), fixture('otel-batch.jsonl'));
    expect({ broken, unmatched }).toEqual({ broken: [], unmatched: [] });
    expect(inShort(history)).toEqual([
      'submitted a1 shop-1',
      'submitted a2 shop-1',
      'submitted a1 p1',
      'submitted a2 p1',
      'confirmed a1 p1',
      'confirmed a2 p1',
      'delivered a1 c1 g',
      'delivered a2 c1 g',
      'drained',
      'ended {"submitting":true,"delivering":false}',
    ]);
    const received = await importText(closed(otelReceive), fixture('otel-batch.jsonl'));
    expect(inShort(received.history).slice(6)).toEqual([
      'delivered a1 c1 g',
      'delivered a2 c1 g',
      'drained',
      'ended {"submitting":true,"delivering":true}',
    ]);
  });

  it('name messages by the context in which they were created, where they have no ids', async () => {
    const nameless = fixture('otel-batch.jsonl').replaceAll('messaging.message.id', 'messaging.message.none');
    const { history } = await importText(closed(otelLinks), nameless);
    const context = (span: string): string => `4bf92f3577b34da6a3ce929d0e0e4736-${span}`;
    expect(inShort(history)).toEqual([
      `submitted ${context('aaaaaaaaaaaaaa01')} shop-1`,
      `submitted ${context('aaaaaaaaaaaaaa02')} shop-1`,
      `submitted ${context('aaaaaaaaaaaaaa01')} p1`,
      `submitted ${context('aaaaaaaaaaaaaa02')} p1`,
      `confirmed ${context('aaaaaaaaaaaaaa01')} p1`,
      `confirmed ${context('aaaaaaaaaaaaaa02')} p1`,
      `delivered ${context('aaaaaaaaaaaaaa01')} c1 g`,
      `delivered ${context('aaaaaaaaaaaaaa02')} c1 g`,
      'drained',
      'ended {"submitting":true,"delivering":false}',
    ]);
    // By message ids nothing is named, and nothing is concluded from it.
    const { history: none } = await importText(closed(otel), nameless);
    expect(inShort(none)).toEqual(['drained', 'ended {"submitting":false,"delivering":false}']);
  });

  it('open the recording where a span, a link or a dropped link names no message', async () => {
    const lines = current.trimEnd().split('\n');
    const spanOf = (kind: number, type: string, more: object): string =>
      JSON.stringify({
        resourceSpans: [
          {
            resource: {},
            scopeSpans: [
              {
                spans: [
                  {
                    traceId: 't',
                    spanId: 's',
                    kind,
                    startTimeUnixNano: '1544712669000000000',
                    endTimeUnixNano: '1544712669000000001',
                    attributes: [
                      { key: 'messaging.system', value: { stringValue: 'kafka' } },
                      { key: 'messaging.operation.type', value: { stringValue: type } },
                    ],
                    ...more,
                  },
                ],
              },
            ],
          },
        ],
      });
    const named = { attributes: [{ key: 'messaging.message.id', value: { stringValue: 'a1' } }] };
    const ending = async (line: string): Promise<string | undefined> =>
      inShort((await importText(closed(otel), [...lines, line].join('\n'))).history).at(-1);
    const [submitting, delivering] = [
      'ended {"submitting":false,"delivering":true}',
      'ended {"submitting":true,"delivering":false}',
    ];
    expect(await ending('')).toBe('ended {"submitting":true,"delivering":true}');
    expect(await ending(spanOf(4, 'send', {}))).toBe(submitting);
    expect(await ending(spanOf(4, 'create', {}))).toBe(submitting);
    expect(await ending(spanOf(5, 'process', {}))).toBe(delivering);
    expect(await ending(spanOf(3, 'receive', {}))).toBe(delivering);
    expect(await ending(spanOf(5, 'process', { links: [named, { spanId: 'x' }] }))).toBe(delivering);
    expect(await ending(spanOf(5, 'process', { links: [named], droppedLinksCount: 3 }))).toBe(delivering);
    expect(await ending(spanOf(5, 'process', { links: [named], droppedLinksCount: 0 }))).toBe(
      'ended {"submitting":true,"delivering":true}',
    );
  });

  it('hold, are violated, and are unknown', async () => {
    expect(await verdict(atLeastOnce, current, closed(otel))).toBe('holds');
    expect(await verdict(atMostOnce, current, closed(otel))).toBe('holds');
    const again = `${current}${current.split('\n')[0]!.replaceAll('15447126600', '15447126620')}\n`;
    expect(await verdict(atMostOnce, again, closed(otel))).toBe('violated');
    const lost = current.trimEnd().split('\n').slice(0, 2).join('\n');
    expect(await verdict(atLeastOnce, lost, closed(otel))).toBe('violated');
    expect(await verdict(atLeastOnce, lost, { ...otel, complete: whole })).toBe('unknown');
  });

  it('of machines whose clocks disagree are mended by the least that is possible, and it is told', async () => {
    const [consumer, producer] = current.trimEnd().split('\n');
    const early = consumer!.replaceAll('15447126600', '15447126590');
    const { history, clocks } = await importText(otel, `${early}\n${producer}`);
    expect(clocks).toEqual([['c1', 980]]);
    expect(inShort(history).slice(0, 3)).toEqual(['submitted a1 p1', 'delivered a1 c1', 'confirmed a1 p1']);
    expect(history[1]).toMatchObject({ at: 1544712660000 });
  });
});
