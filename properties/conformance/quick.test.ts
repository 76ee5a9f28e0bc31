import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSource } from '../../src/conformance/bytes/line-source.ts';
import { QuickReader } from '../../src/conformance/bytes/quick.ts';
import { Reading, span, spanNames } from '../../src/conformance/court/reading.ts';
import { sighting } from '../../src/conformance/court/facts.ts';
import type { HistoryEvent } from '../../src/conformance/event.ts';
import { entryOf } from '../../src/conformance/history.ts';
import { linesIn, lineOf } from '../../src/conformance/lines.ts';
import { eventsOf, tallies, textOf } from './recorded.ts';
import { anyHistory } from './histories.ts';

/** What a reading says, but for the processes that are meant where none is named. */
const saidBy = (reading: Reading) => ({
  type: reading.type,
  at: reading.at,
  ...Object.fromEntries(
    spanNames.filter((name) => reading.has(span[name])).map((name) => [name, reading.textOf(span[name])]),
  ),
});

const quickly = (line: Buffer): ReturnType<typeof saidBy> | undefined => {
  const reading = new Reading();
  // In the midst of other bytes, for a line is a place in a larger piece.
  const piece = Buffer.concat([Buffer.from('"}'), line, Buffer.from('"}')]);
  return new QuickReader().read(reading, piece, 2, 2 + line.length) ? saidBy(reading) : undefined;
};

const exactly = (line: Buffer): HistoryEvent | undefined => {
  const entry = entryOf(lineOf(2, [line]));
  return entry !== undefined && 'event' in entry ? entry.event : undefined;
};

/** What the exact reader makes of it, in the words of a reading. */
const saidExactly = (event: HistoryEvent, line: string) => {
  if (!('message' in event)) throw new Error(`the quick reader took ${line} for an event about a message`);
  const given = JSON.parse(line) as object;
  const { process, ...said } = saidBy(new Reading().take(event, 1)) as ReturnType<typeof saidBy> & {
    process: string;
  };
  return Object.hasOwn(given, 'process') ? { ...said, process } : said;
};

/** Fields of the receiving side mean nothing on the submitting side, and nothing there looks at them. */
const relevant = (said: ReturnType<typeof saidBy>) => {
  if (said.type > sighting.abandoned) return said;
  const {
    group: _,
    consumer: __,
    position: ___,
    ...rest
  } = said as Record<string, unknown> & { type: number };
  return rest;
};

const agrees = (line: Buffer): boolean => {
  const quick = quickly(line);
  if (quick === undefined) return false;
  const event = exactly(line);
  expect(event, line.toString()).toBeDefined();
  expect(relevant(quick)).toEqual(relevant(saidExactly(event!, line.toString())));
  return true;
};

const awkward = fc.constantFrom(
  '',
  'm0',
  'é',
  '\u2028',
  '"',
  '\\',
  '\u0000',
  '\ud800',
  '__proto__',
  '"}',
  '1e5',
);
const scalar = fc.oneof(
  awkward,
  fc.constantFrom<unknown>(0, -0, 1, 42, 1.5, -7, 1e21, 1e-7, 1764000000000.125, 0.1, true, false, null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const value = fc.oneof(
  { weight: 8, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constantFrom([], {}, [1], { a: 1 }) },
);
const fields = [
  ...spanNames,
  'at',
  'incarnation',
  'redelivered',
  'attempt',
  'transaction',
  'reason',
  'own',
  '__proto__',
];
/** Of three fields two have a value that they may have. */
const fitting: fc.WeightedArbitrary<[string, unknown]> = {
  weight: 4,
  arbitrary: fc.oneof<fc.Arbitrary<[string, unknown]>[]>(
    fc.tuple(
      fc.constantFrom('process', 'key', 'digest', 'destination', 'group', 'consumer'),
      fc.constantFrom('a', 'é', ''),
    ),
    fc.tuple(fc.constantFrom('at', 'incarnation', 'attempt'), fc.constantFrom(0, 1.5, -7, 1764000000000.125)),
    fc.tuple(fc.constant('position'), fc.constantFrom<unknown>(0, 17, '3:17')),
    fc.tuple(fc.constant('redelivered'), fc.boolean()),
  ),
};
const anyLine = fc
  .tuple(
    fc.constantFrom(
      'submitted',
      'delivered',
      'settled',
      'confirmed',
      'discarded',
      'drained',
      'Delivered',
      'processed',
    ),
    fc.array(fc.oneof(fitting, { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...fields), value) }), {
      maxLength: 6,
    }),
    fc.constantFrom([',', ':'], [', ', ': '], [' ,', ' :'], [',  ', ':\t']),
    fc.boolean(),
  )
  .map(([type, pairs, [comma = '', colon = ''], typeLast]) => {
    const named: (readonly [string, unknown])[] = [['message', 'm0'], ...pairs];
    const all: (readonly [string, unknown])[] = typeLast
      ? [...named, ['type', type]]
      : [['type', type], ...named];
    return `{${all.map(([name, given]) => `${JSON.stringify(name)}${colon}${JSON.stringify(given)}`).join(comma)}}`;
  });

describe('the quick reader', () => {
  it('reads every event about a message of every recorded run', () => {
    for (const { file } of tallies) {
      const lines = textOf(file).trimEnd().split('\n');
      const quick = lines.filter((line) => agrees(Buffer.from(line)));
      expect(quick).toHaveLength(eventsOf(file).filter((event) => 'message' in event).length);
    }
  });

  it('reads what the exact reader reads, or leaves it to that one, whatever the fields', () => {
    let read = 0;
    fc.assert(
      fc.property(anyLine, (line) => {
        if (agrees(Buffer.from(line))) read += 1;
      }),
      { numRuns: 2500 },
    );
    expect(read).toBeGreaterThan(200);
  });

  it('and whatever bytes of a line are changed, left out or put in', () => {
    const mutated = fc.tuple(
      anyLine,
      fc.array(
        fc.record({
          at: fc.nat({ max: 80 }),
          remove: fc.nat({ max: 2 }),
          insert: fc.uint8Array({ maxLength: 2 }),
          usual: fc.constantFrom('', '"', '}', ',', ':', '{', '0', '.', '-', 'e', ' ', '\\'),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    );
    fc.assert(
      fc.property(mutated, ([line, changes]) => {
        let bytes = Buffer.from(line);
        for (const { at, remove, insert, usual } of changes) {
          const place = Math.min(at, bytes.length);
          const added = usual === '' ? Buffer.from(insert) : Buffer.from(usual);
          bytes = Buffer.concat([bytes.subarray(0, place), added, bytes.subarray(place + remove)]);
        }
        // A line ends where a line feed stands.
        if (!bytes.includes(0x0a)) agrees(bytes);
      }),
      { numRuns: 4000 },
    );
  });

  it('reads all events about messages as recorders in JavaScript and Python write them', () => {
    fc.assert(
      fc.property(anyHistory, (lines) => {
        for (const event of lines) {
          if (event === undefined || !('message' in event) || event.type === 'discarded') continue;
          if (event.transaction !== undefined) continue;
          const line = JSON.stringify(event);
          expect(agrees(Buffer.from(line))).toBe(true);
          expect(agrees(Buffer.from(line.replaceAll(',"', ', "').replaceAll('":', '": ')))).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('lines in pieces', () => {
  async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }

  it('are those that the exact reader takes, wherever the pieces are cut', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', '\n\n', '\uFEFF', 'é', ' '), { maxLength: 30 })
      .map((parts) => Buffer.from(parts.join('')));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
        const taken: string[] = [];
        const source = new LineSource(cut(bytes, size));
        do {
          while (source.take()) {
            const line = lineOf(source.number, [source.copy()]);
            taken.push(`${source.number} ${'text' in line ? line.text : '?'}`);
          }
        } while (await source.more());
        const expected: string[] = [];
        for await (const line of linesIn(cut(bytes, size))) {
          expected.push(`${line.number} ${'text' in line ? line.text : '?'}`);
        }
        expect(taken).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
