import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../src/conformance/import/mapping.ts';
import {
  cloudevents,
  cloudeventsReceived,
  cloudeventsSent,
} from '../../../src/conformance/import/presets/cloudevents.ts';
import { judge } from '../../../src/conformance/judge.ts';
import { atLeastOnce, atMostOnce } from '../../../src/guarantees/index.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { fixture, importText, inShort, readBack, whole } from './importing.ts';

const log = fixture('cloudevents.jsonl');
const verdict = async (
  guarantee: Guarantee,
  text: string,
  mapping: Mapping = { ...cloudevents, complete: whole },
): Promise<string> => judge(await readBack((await importText(mapping, text)).history), [guarantee]).verdict;

describe('CloudEvents', () => {
  it('are told apart by source and id together, on lines of their own and in batches', async () => {
    const { history, broken, unmatched } = await importText(cloudevents, log);
    expect({ broken, unmatched }).toEqual({ broken: [], unmatched: [] });
    expect(inShort(history)).toEqual([
      'submitted /shop/orders A234-1 /shop/orders',
      'confirmed /shop/orders A234-1 /shop/orders',
      'submitted /shop/returns A234-1 /shop/returns',
      'delivered /shop/orders A234-1 billing',
      'delivered /shop/returns A234-1 billing',
      'ended {"submitting":false,"delivering":false}',
    ]);
    expect(history[0]).toMatchObject({ key: 'customer-7', at: 1712338260120 });
  });

  it('never make one message of two: a separator within a part is marked', async () => {
    const event = (source: string, id: string): string =>
      JSON.stringify({ specversion: '1.0', source, id, type: 't' });
    const { history } = await importText(
      cloudeventsReceived,
      [event('a b', 'c'), event('a', 'b c'), event('a\\', 'b'), event('a', '\\ b')].join('\n'),
    );
    expect(history.slice(0, 4).map((each) => (each as Record<string, unknown>)['message'])).toEqual([
      'a\\ b c',
      'a b\\ c',
      'a\\\\ b',
      'a \\\\\\ b',
    ]);
  });

  it('as a producer or a consumer logs them need no extension', async () => {
    const plain = log
      .replaceAll(/"(observation|observer|observedtime)":"[^"]*",?/g, '')
      .replaceAll(',}', '}');
    const sent = await importText(cloudeventsSent, plain.split('\n').slice(0, 3).join('\n'));
    expect(inShort(sent.history).slice(0, 3)).toEqual([
      'submitted /shop/orders A234-1 /shop/orders',
      'submitted /shop/orders A234-1 /shop/orders',
      'submitted /shop/returns A234-1 /shop/returns',
    ]);
    const received = await importText(cloudeventsReceived, plain.split('\n')[3]!);
    expect(inShort(received.history).slice(0, 2)).toEqual([
      'delivered /shop/orders A234-1',
      'delivered /shop/returns A234-1',
    ]);
    // A log of both sides does not say which side it is.
    expect((await importText(cloudevents, plain)).unmatched).toEqual([1, 2, 3, 4, 4]);
  });

  it('that were sampled stand for others too', async () => {
    const sampled = (rate: number): string =>
      log.replace('"observer":"billing"', `"observer":"billing","sampledrate":${rate}`);
    const ending = async (text: string): Promise<string | undefined> =>
      inShort((await importText({ ...cloudevents, complete: whole }, text)).history).at(-1);
    expect(await ending(sampled(1))).toBe('ended {"submitting":true,"delivering":true}');
    expect(await ending(sampled(100))).toBe('ended {"submitting":false,"delivering":false}');
  });

  it('hold, are violated, and are unknown', async () => {
    expect(await verdict(atLeastOnce, log)).toBe('holds');
    const last = log.trimEnd().split('\n').at(-1)!;
    expect(await verdict(atMostOnce, `${log}${last}\n`)).toBe('violated');
    const undelivered = log.trimEnd().split('\n').slice(0, 3).join('\n');
    expect(await verdict(atLeastOnce, undelivered)).toBe('unknown');
  });

  it('with an observation that is none are broken', async () => {
    const { broken } = await importText(cloudevents, log.replace('"confirmed"', '"sent"'));
    expect(broken).toEqual([expect.stringMatching(/^2:\d+: expected one of submitted, .*, found "sent"$/)]);
  });
});
