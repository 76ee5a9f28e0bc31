import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOf, wordsOf } from '../../src/conformance/history.ts';
import type { Entry, HistoryEvent } from '../../src/conformance/history.ts';
import { linesIn } from '../../src/conformance/lines.ts';

async function* whole(content: string | Buffer): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

const entriesIn = async (content: string | Buffer): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  for await (const entry of entriesOf(linesIn(whole(content)))) entries.push(entry);
  return entries;
};

/** The event of a history of one line. */
const eventIn = async (line: string): Promise<HistoryEvent | undefined> => {
  const [entry] = await entriesIn(line);
  return entry !== undefined && 'event' in entry ? entry.event : undefined;
};

/** `LINE:COLUMN: expected …, found …` for each line that is wrong. */
const complaintsIn = async (content: string | Buffer): Promise<readonly string[]> =>
  (await entriesIn(content)).flatMap((entry) =>
    'complaint' in entry ? `${entry.line}:${entry.complaint.column}: ${wordsOf(entry.complaint)}` : [],
  );

const types =
  'submitted, accepted, confirmed, rejected, abandoned, delivered, processed, settled, discarded, subscribed, unsubscribed, began, committed, aborted, crashed, restarted, fault, faults, draining, drained, started, ended';

describe('a line of a history', () => {
  it.each(['submitted', 'accepted', 'confirmed', 'rejected', 'abandoned'])(
    'may say that a message was %s, by the producer unless it says by whom',
    async (type) => {
      expect(await eventIn(`{"type":"${type}","message":"m0"}`)).toEqual({
        type,
        message: 'm0',
        process: 'producer',
      });
      expect(await eventIn(`{"message":"m0","process":"p1","type":"${type}","at":-1.5}`)).toEqual({
        type,
        message: 'm0',
        process: 'p1',
        at: -1.5,
      });
    },
  );

  it.each(['delivered', 'settled'])(
    'may say that a message was %s, to the consumer unless it says to whom',
    async (type) => {
      expect(await eventIn(`{"type":"${type}","message":""}`)).toEqual({
        type,
        message: '',
        process: 'consumer',
      });
      expect(
        await eventIn(`{"type":"${type}","message":"m0","process":"c1","incarnation":2,"redelivered":false}`),
      ).toEqual({ type, message: 'm0', process: 'c1', incarnation: 2, redelivered: false });
    },
  );

  it('may say that a process crashed or restarted, and must say which', async () => {
    expect(await eventIn('{"type":"crashed","process":"broker"}')).toEqual({
      type: 'crashed',
      process: 'broker',
    });
    expect(await eventIn('{"type":"restarted","process":"broker","at":0}')).toEqual({
      type: 'restarted',
      process: 'broker',
      at: 0,
    });
    expect(await complaintsIn('{"type":"crashed"}')).toEqual([
      '1:18: expected a field "process", a string, found }',
    ]);
  });

  it('may mark a phase of the run', async () => {
    for (const type of ['fault', 'draining', 'drained', 'ended']) {
      expect(await eventIn(`{"type":"${type}"}`)).toEqual({ type });
    }
    expect(await eventIn('{"type":"faults","on":false}')).toEqual({ type: 'faults', on: false });
    expect(await complaintsIn('{"type":"faults"}')).toEqual([
      '1:17: expected a field "on", true or false, found }',
    ]);
  });

  it('may have any other field, which is kept, and says nothing to anybody', async () => {
    const line =
      '{"type":"drained","how":"idle","message":7,"on":[],"__proto__":{"at":1},"constructor":null}';
    const { others, ...event } = (await eventIn(line))!;
    expect(event).toEqual({ type: 'drained', how: 'idle' });
    expect(JSON.stringify(others)).toBe('{"message":7,"on":[],"__proto__":{"at":1},"constructor":null}');
  });

  it('may tell what production knows: key, digest, destination, group, consumer, position, transaction', async () => {
    const submitted = {
      type: 'submitted',
      message: 'm0',
      process: 'p',
      attempt: 2,
      key: 'k',
      digest: 'd',
      destination: 'orders',
      transaction: 't',
    };
    expect(await eventIn(JSON.stringify(submitted))).toEqual(submitted);
    for (const type of ['delivered', 'processed', 'settled']) {
      const received = { ...submitted, type, group: 'g', consumer: 'c', position: 7 };
      expect(await eventIn(JSON.stringify(received))).toEqual(received);
      expect(await eventIn(JSON.stringify({ ...received, position: '3:7' }))).toMatchObject({
        position: '3:7',
      });
    }
    const dropped = { type: 'discarded', message: 'm0', process: 'broker', reason: 'expired', group: 'g' };
    expect(await eventIn(JSON.stringify(dropped))).toEqual(dropped);
  });

  it('may say who is interested, what a transaction became, and what is claimed of the run', async () => {
    for (const event of [
      { type: 'subscribed', group: 'g', consumer: 'c', destination: 'orders' },
      { type: 'unsubscribed' },
      { type: 'began', transaction: 't' },
      { type: 'committed', transaction: 't', process: 'p' },
      { type: 'aborted', transaction: 't' },
      { type: 'drained', group: 'g', how: 'lag 0' },
      {
        type: 'started',
        run: 'r',
        promises: ['at least once'],
        groups: ['g'],
        window: { messages: 9 },
        quiet: 5,
        complete: { submitting: true },
      },
      { type: 'ended', complete: { delivering: false } },
    ]) {
      expect(await eventIn(JSON.stringify(event))).toEqual(event);
    }
  });

  it('may be about a message with any name at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', '\u2028')),
        async (message) => {
          const event = await eventIn(JSON.stringify({ type: 'delivered', message }));
          expect(event).toEqual({ type: 'delivered', message, process: 'consumer' });
        },
      ),
    );
  });

  it('is passed over if it is blank, and counted', async () => {
    const entries = await entriesIn('\n \t\n{"type":"ended"}\n\r\n\n{"type":"ended"}');
    expect(entries.map(({ line }) => line)).toEqual([3, 6]);
  });
});

describe('a line that is no event is refused with its place and what was expected', () => {
  it.each([
    ['7', `1:1: expected an event, which is a JSON object, found 7`],
    [' [{"type":"ended"}]', `1:2: expected an event, which is a JSON object, found [`],
    ['null', `1:1: expected an event, which is a JSON object, found null`],
    ['"ended"', `1:1: expected an event, which is a JSON object, found "ended"`],
    ['{"type":"ended"', `1:16: expected "," or "}", found the end of the line`],
    ['{}', `1:2: expected a field "type", one of ${types}, found }`],
    ['{"type":"deliverd","message":"m0"}', `1:9: expected "type" to be one of ${types}, found "deliverd"`],
    ['{"type":"toString"}', `1:9: expected "type" to be one of ${types}, found "toString"`],
    ['{"type":null}', `1:9: expected "type" to be one of ${types}, found null`],
    ['{"__proto__":{"type":"ended"}}', `1:30: expected a field "type", one of ${types}, found }`],
    ['{"type":"delivered"}', `1:20: expected a field "message", a string, found }`],
    ['{"type":"delivered","message":7}', `1:31: expected "message" to be a string, found 7`],
    ['{"message":"m","type":"settled","message":{}}', `1:43: expected "message" to be a string, found {`],
    [
      '{"type":"submitted","message":"m","process":null}',
      `1:45: expected "process" to be a string, found null`,
    ],
    ['{"type":"ended", "at" : "noon"}', `1:25: expected "at" to be a finite number, found "noon"`],
    ['{"type":"ended","at":1e999}', `1:22: expected "at" to be a finite number, found 1e999`],
    [
      '{"type":"delivered","message":"m","incarnation":"2"}',
      `1:49: expected "incarnation" to be a finite number, found "2"`,
    ],
    [
      '{"type":"delivered","message":"m","redelivered":1}',
      `1:49: expected "redelivered" to be true or false, found 1`,
    ],
    ['{"type":"faults","on":"false"}', `1:23: expected "on" to be true or false, found "false"`],
    [
      '{"type":"discarded","message":"m"}',
      `1:34: expected a field "reason", one of expired, dead-lettered, overflow, deleted, found }`,
    ],
    ['{"type":"committed"}', `1:20: expected a field "transaction", a string, found }`],
    [
      '{"type":"delivered","message":"m","position":null}',
      `1:46: expected "position" to be a string or a finite number, found null`,
    ],
    ['{"type":"started","groups":["a",7]}', `1:28: expected "groups" to be an array of strings, found [`],
    [
      '{"type":"started","window":{"messages":1,"milliseconds":1}}',
      `1:28: expected "window" to be {"messages":n} or {"milliseconds":n}, n not negative, found {`,
    ],
    [
      '{"type":"ended","complete":{"submitting":1}}',
      `1:28: expected "complete" to be {"submitting":true or false,"delivering":true or false}, found {`,
    ],
  ])('%s', async (line, complaint) => {
    expect(await complaintsIn(line)).toEqual([complaint]);
  });

  it('one that is too long, one that is not UTF-8, and one of nothing but brackets', async () => {
    const lines = [
      Buffer.alloc(1024 * 1024 + 1, ' '),
      Buffer.from([0x7b, 0x22, 0xc3, 0x28]),
      Buffer.alloc(1024 * 1024, '['),
      Buffer.from('{"type":"ended"}'),
    ];
    const content = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
    expect(await complaintsIn(content)).toEqual([
      '1:1: expected a line of at most 1048576 bytes, found a longer one',
      '2:3: expected UTF-8, found the byte 0xc3',
      '3:1048577: expected a value or "]", found the end of the line',
    ]);
    expect(await entriesIn(content)).toContainEqual({ line: 4, event: { type: 'ended' } });
  });

  it('and never anything else happens, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        for (const entry of await entriesIn(Buffer.from(bytes))) {
          expect('complaint' in entry && entry.complaint.column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
