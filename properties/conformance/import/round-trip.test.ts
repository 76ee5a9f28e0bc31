import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryLine } from '../../../src/conformance/import/importing.ts';
import { jepsen } from '../../../src/conformance/import/presets/jepsen.ts';
import { otel } from '../../../src/conformance/import/presets/otel.ts';
import { cloudevents } from '../../../src/conformance/import/presets/cloudevents.ts';
import { importText } from './importing.ts';

interface Event {
  readonly type: string;
  readonly message: string;
  readonly process: string;
}

const events = (types: readonly string[], message: fc.Arbitrary<string>): fc.Arbitrary<readonly Event[]> =>
  fc.array(
    fc.record({ type: fc.constantFrom(...types), message, process: fc.constantFrom('p1', 'p 2', '3') }),
    { maxLength: 20 },
  );

/** What was written in the foreign form, without what the importer adds. */
const backFrom = (history: readonly HistoryLine[]): readonly Event[] =>
  history.flatMap((line) =>
    'message' in line
      ? [{ type: line.type, message: line['message'], process: line['process'] } as Event]
      : [],
  );

describe('a history that is written in a foreign form is imported as it was', () => {
  const operations: Readonly<Record<string, readonly [type: string, f: string]>> = {
    submitted: ['invoke', 'enqueue'],
    confirmed: ['ok', 'enqueue'],
    rejected: ['fail', 'enqueue'],
    abandoned: ['info', 'enqueue'],
    delivered: ['ok', 'dequeue'],
  };
  const text = fc.string({ unit: 'grapheme' });

  it.each(['JSON', 'EDN'] as const)('by way of operations in %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(events(Object.keys(operations), text), async (history) => {
        const written = history.map(({ type, message, process }) => {
          const [outcome, f] = operations[type]!;
          if (format === 'JSON') return JSON.stringify({ type: outcome, f, value: message, process });
          return `{:type :${outcome}, :f :${f}, :value ${JSON.stringify(message)}, :process ${JSON.stringify(process)}}`;
        });
        const outcome = await importText({ ...jepsen, format }, written.join('\n'));
        expect({ broken: outcome.broken, unmatched: outcome.unmatched }).toEqual({
          broken: [],
          unmatched: [],
        });
        expect(backFrom(outcome.history)).toEqual(history);
      }),
    );
  });

  it('by way of CloudEvents, whose source and id come apart again', async () => {
    const types = [
      'submitted',
      'accepted',
      'confirmed',
      'rejected',
      'abandoned',
      'delivered',
      'processed',
      'settled',
    ];
    const pair = fc.tuple(text, text).map((both) => JSON.stringify(both));
    await fc.assert(
      fc.asyncProperty(events(types, pair), async (history) => {
        const written = history.map(({ type, message, process }) => {
          const [source, id] = JSON.parse(message) as [string, string];
          return JSON.stringify({
            specversion: '1.0',
            type: 't',
            source,
            id,
            observation: type,
            observer: process,
          });
        });
        const { history: imported, broken } = await importText(cloudevents, written.join('\n'));
        expect(broken).toEqual([]);
        const names = new Map(
          history.map(({ message }, index) => [message, backFrom(imported)[index]!.message]),
        );
        // Different pairs have different names, and equal ones the same.
        expect(new Set(names.values()).size).toBe(names.size);
        expect(backFrom(imported)).toEqual(
          history.map((event) => ({ ...event, message: names.get(event.message) })),
        );
      }),
    );
  });

  it('by way of spans, whatever the order in which they were exported', async () => {
    const attributes = (fields: Readonly<Record<string, string>>) =>
      Object.entries(fields).map(([key, stringValue]) => ({ key, value: { stringValue } }));
    const spanOf = ({ type, message, process }: Event, index: number) => ({
      spanId: String(index),
      kind: type === 'delivered' ? 5 : 4,
      // A span of creating submits when it begins, one of processing delivers then.
      startTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(index) * 1000n),
      endTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(index) * 1000n + 1n),
      attributes: attributes({
        'messaging.system': 'x',
        'messaging.operation.type': type === 'delivered' ? 'process' : 'create',
        'messaging.message.id': message,
        'messaging.client.id': process,
      }),
    });
    await fc.assert(
      fc.asyncProperty(
        events(['submitted', 'delivered'], text),
        fc.infiniteStream(fc.nat()),
        async (history, keys) => {
          const spans = history.map(spanOf).map((span) => ({ span, key: keys.next().value as number }));
          const exported = spans.sort((a, b) => a.key - b.key).map(({ span }) => span);
          const document = { resourceSpans: [{ resource: {}, scopeSpans: [{ spans: exported }] }] };
          const { history: imported, clocks } = await importText(otel, JSON.stringify(document));
          // What arrives before it was submitted is a matter of clocks, and of another test.
          fc.pre(clocks.length === 0);
          expect(backFrom(imported)).toEqual(history);
        },
      ),
    );
  });
});
