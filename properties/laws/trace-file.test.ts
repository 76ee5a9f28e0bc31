import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { actionTypes } from '../../src/model/action.ts';
import {
  readTraceDocument,
  textOfDocument,
  traceDocument,
  TraceFileError,
} from '../../src/counterexample/file/document.ts';
import { readJson } from '../../src/counterexample/file/json.ts';
import { traceSchema } from '../../src/counterexample/file/schema.ts';
import type { TraceDocument } from '../../src/counterexample/file/schema.ts';
import { examinerOf } from '../../src/explore/examine.ts';
import { walk } from '../../src/explore/walk.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { exactlyOnce } from '../../src/protocols/exactly-once.ts';
import { isValid } from './json-schema.ts';
import { diceOf, registered, registeredModels, worldNames } from './registered.ts';
import { flaws } from './representative.ts';
import { changedAt } from './fixtures/changed-document.ts';

/** One small document that has something of everything. */
const small: TraceDocument = {
  schemaVersion: 1,
  protocol: 'mine',
  file: './mine.mjs',
  guarantee: 'at most once',
  world: { ...worlds.hostile, crashes: { sender: 1, receiver: 'unlimited' } },
  clause: 'm0 is delivered twice',
  digest: 'A-b_09',
  trace: [
    { type: 'submit', role: 'sender', message: { id: 'm0', payload: 'hello' } },
    { type: 'duplicate', link: 'sender -> receiver', packet: { type: 'data' } },
    { type: 'partition', link: 'sender -> receiver' },
    { type: 'timeout', role: 'sender', timer: 'again' },
    { type: 'restart', role: 'sender' },
    {
      type: 'crash',
      role: 'receiver',
      event: { type: 'receive', from: 'sender', packet: { type: 'data', deep: [null, { x: 1.5 }] } as never },
      cut: 1,
    },
  ],
  comment: 'seen on a Tuesday',
};

const mistakeIn = (json: string): string => {
  try {
    readTraceDocument(json);
    return 'nothing';
  } catch (error) {
    if (error instanceof TraceFileError) return `${error.line}:${error.column}: ${error.message}`;
    throw error;
  }
};

describe('a trace as a file', () => {
  it.each(registered)('comes back from its text as it was: $protocol.name in every world', (entry) => {
    for (const name of worldNames) {
      const model = compose(entry.protocol, worldOf(entry, name));
      const trace = walk(model, diceOf(7), { minSteps: 20, maxSteps: 60 });
      const document = traceDocument(model, 'at most once', trace);
      expect(document.trace).toEqual(trace);
      expect(readTraceDocument(textOfDocument(document))).toEqual(document);
      expect(isValid(traceSchema, JSON.parse(textOfDocument(document)))).toBe(true);
    }
  });

  it('comes back with all that it may hold', () => {
    expect(readTraceDocument(textOfDocument(small))).toEqual(small);
    const boundless = { ...small, world: { ...small.world, capacity: Infinity } };
    expect(readTraceDocument(textOfDocument(boundless))).toEqual(boundless);
  });

  it('breaks the same promise in the same way when it is read and performed again', () => {
    for (const flaw of flaws) {
      const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
      const examine = examinerOf(model, flaw.guarantee);
      const found = [...Array(200).keys()]
        .map((seed) => examine(walk(model, diceOf(seed), { minSteps: 30, maxSteps: 60 })))
        .find(({ violation }) => violation !== undefined)!;
      const { performed, violation } = found;
      const document = readTraceDocument(
        textOfDocument(traceDocument(model, flaw.guarantee.name, performed, { violation })),
      );
      expect(document.clause).toBe(violation!.clause);
      expect(examine(document.trace).violation).toEqual(violation);
    }
  });

  it('has a line for each step, so that a change of one is a change of a line', () => {
    const lines = textOfDocument(small).split('\n');
    const steps = lines.filter((line) => line.startsWith('    {'));
    expect(steps.map((line) => JSON.parse(line.replace(/,$/, '')))).toEqual(small.trace);
  });

  it('leaves out the steps that are not possible where they stand', () => {
    const model = compose(exactlyOnce, worlds.calm);
    const restart = { type: 'restart', role: 'sender' } as const;
    expect(traceDocument(model, 'at most once', [restart]).trace).toEqual([]);
  });
});

describe('a file that is no trace', () => {
  const lines = (change: (text: string) => string): string => {
    const text = textOfDocument(small);
    const changed = change(text);
    expect(changed).not.toBe(text);
    return changed;
  };

  it.each([
    ['', '1:1: expected a value, found the end of the text'],
    ['[]', '1:1: $: expected an object, found []'],
    ['{}', '1:1: $: expected the field "schemaVersion", found none'],
    [
      lines((text) => text.replace('"schemaVersion": 1', '"schemaVersion": 2')),
      '2:20: $.schemaVersion: expected 1, found 2',
    ],
    [
      lines((text) => text.replace('"protocol"', '"protocl"')),
      '1:1: $: expected the field "protocol", found none',
    ],
    [
      lines((text) => text.replace('"clause"', '"cause"')),
      '7:12: $.cause: expected no field but schemaVersion, protocol, file, guarantee, world, clause, digest, trace, comment, $schema, found "cause"',
    ],
    [
      lines((text) => text.replace('"capacity":2', '"capacity":2.5')),
      '6:68: $.world.capacity: expected a whole number from 0 or "unlimited", found 2.5',
    ],
    [
      lines((text) => text.replace('"kept"', '"keep"')),
      '$.world.disks: expected "kept" or "lost", found "keep"',
    ],
    [
      lines((text) => text.replace('"receiver":"unlimited"', '"receiver":-1')),
      '$.world.crashes.receiver: expected a whole number from 0 or "unlimited", found -1',
    ],
    [
      lines((text) => text.replace('"A-b_09"', '"A-b_0"')),
      '$.digest: expected six characters of a digest, found "A-b_0"',
    ],
    [
      lines((text) => text.replace('"cut":1', '"cut":"2"')),
      '$.trace[5].cut: expected a whole number from 0, found "2"',
    ],
    [lines((text) => text.replace('"cut":1', '"cat":1')), '$.trace[5]: expected the field "cut", found none'],
    [
      lines((text) => text.replace('"timeout"', '"time out"')),
      '$.trace[3].type: expected "submit" or "receive" or',
    ],
    [
      lines((text) => text.replace('"again"', 'null')),
      '14:47: $.trace[3].timer: expected a string, found null',
    ],
    [
      lines((text) => text.replace('"payload"', '"body"')),
      '$.trace[0].message: expected the field "payload", found none',
    ],
    [
      lines((text) => text.replace('{"type":"data"}', '{"kind":"data"}')),
      '$.trace[1].packet: expected the field "type", found none',
    ],
    [
      lines((text) => text.replace('1.5', '1e999')),
      '$.trace[5].event.packet.deep[1].x: expected a number that is finite as a double, found Infinity',
    ],
    [
      lines((text) => text.replace('"link":"sender -> receiver","packet"', '"link":"sender","packet"')),
      '$.trace[1].link: expected a link like "sender -> receiver", found "sender"',
    ],
    [
      lines((text) => text.replace('"role":"sender"', '"role":"sender","role":"sender"')),
      '11:38: expected a field that does not stand there twice, found "role"',
    ],
    [lines((text) => text.slice(0, -20)), '16:126: expected "," or "}", found the end of the text'],
    [lines((text) => text.replace('}},\n', '}}\n')), '12:5: expected "," or "]", found {'],
    [lines((text) => `<<<<<<< HEAD\n${text}`), '1:1: expected a value, found <<<<<<<'],
    [lines((text) => `${text}${text}`), 'expected nothing more, found {'],
  ])('is refused, with the place: %#', (text, complaint) => {
    expect(mistakeIn(text)).toContain(complaint);
  });

  it('is refused, however deep it is', () => {
    expect(mistakeIn('['.repeat(1_000_000))).toContain(
      'expected no more than 500 brackets within each other',
    );
  });
});

describe('the published JSON Schema', () => {
  it('is the one that documents are read by', async () => {
    await expect(`${JSON.stringify(traceSchema, undefined, 2)}\n`).toMatchFileSnapshot(
      resolve('spec/trace.schema.json'),
    );
  });

  it('accepts what the reader accepts, and nothing else', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom(
        0,
        1,
        -1,
        1.5,
        'unlimited',
        'kept',
        'bag',
        'sender -> receiver',
        'ABCDEF',
        'crash',
        true,
        {},
      ),
    );
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.nat(999), value, fc.nat(2), (at, replaced, how) => {
        const document = changedAt(small, at, replaced, how);
        const accepted = mistakeIn(JSON.stringify(document)) === 'nothing';
        seen[accepted ? 'accepted' : 'refused'] += 1;
        expect(isValid(traceSchema, document)).toBe(accepted);
      }),
      { seed: 1, numRuns: 5000 },
    );
    expect(seen.accepted).toBeGreaterThan(500);
    expect(seen.refused).toBeGreaterThan(500);
  });
});

describe('the reader of JSON', () => {
  const readable = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  /** JSON.parse lets a field stand twice; and deep nesting is not what is tested here. */
  const isOurOwn = (message: string): boolean => message.includes('twice') || message.includes('brackets');

  it('reads what JSON.parse reads, to the same value, and nothing else', () => {
    const broken = fc
      .tuple(
        fc.json(),
        fc.nat(60),
        fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', '-', 'e', ' ', '\n', '\u0001', 'null'),
      )
      .map(([text, at, edit]) => text.slice(0, at) + edit + text.slice(at + 1));
    const counts = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken), (text) => {
        const read = readJson(text);
        if ('message' in read && isOurOwn(read.message)) return;
        counts['message' in read ? 'refused' : 'read'] += 1;
        expect(!('message' in read)).toBe(readable(text));
        if (!('message' in read)) expect(read.value).toEqual(JSON.parse(text));
      }),
      { seed: 1, numRuns: 3000 },
    );
    expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(500);
  });

  it('knows the place of everything', () => {
    const text = '\uFEFF{\r\n  "a": [1,\n    {"b" : null}], "": "x"\n}';
    const read = readJson(text);
    if ('message' in read) throw new Error(read.message);
    expect(read.value).toEqual({ a: [1, { b: null }], '': 'x' });
    expect(read.placeOf([])).toEqual({ line: 1, column: 1 });
    expect(read.placeOf(['a'])).toEqual({ line: 2, column: 8 });
    expect(read.placeOf(['a', 0])).toEqual({ line: 2, column: 9 });
    expect(read.placeOf(['a', 1, 'b'])).toEqual({ line: 3, column: 12 });
    expect(read.placeOf(['a', 1, 'c', 'd'])).toEqual({ line: 3, column: 5 });
    expect(read.placeOf([''])).toEqual({ line: 3, column: 24 });
  });
});

describe('the traces of all registered models', () => {
  it('include every type of action that the schema knows', () => {
    const types = registeredModels.flatMap((model) =>
      [1, 2, 3].flatMap((seed) => walk(model, diceOf(seed)).map(({ type }) => type)),
    );
    expect([...new Set(types)].sort()).toEqual([...actionTypes].sort());
  });
});
