import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../src/conformance/import/mapping.ts';
import { presets } from '../../../src/conformance/import/presets/index.ts';
import { MappingFileError, readMapping } from '../../../src/conformance/import/read-mapping.ts';
import { mappingSchema, mappingShape } from '../../../src/conformance/import/shape.ts';
import { isValid } from '../../laws/json-schema.ts';
import { fixture, importText, inShort, whole } from './importing.ts';
import { changedAt } from '../../laws/fixtures/changed-document.ts';

const minimal = `{
  "schemaVersion": 1,
  "complete": { "submitting": true, "delivering": true },
  "rules": [
    { "when": { "is": "sent" }, "events": [{ "type": { "constant": "submitted" }, "message": "id" }] }
  ]
}`;
const mistakeIn = (text: string): string => {
  try {
    readMapping(text);
  } catch (error) {
    if (error instanceof MappingFileError) return `${error.line}:${error.column}: ${error.message}`;
    throw error;
  }
  return 'none';
};

describe('a mapping file', () => {
  it('is read', () => expect(mistakeIn(minimal)).toBe('none'));

  it.each([
    ['"schemaVersion": 1,', '', '1:1: expected the field "schemaVersion", found none'],
    [
      '"complete": { "submitting": true, "delivering": true },',
      '',
      '1:1: expected the field "complete", found none',
    ],
    ['"rules"', '"roules"', /^4:13: expected no field but schemaVersion, .*rules, found "roules"$/],
    [
      '"message": "id"',
      '"message": "id."',
      '5:94: expected a path, which goes wrong at its character 3, found "id."',
    ],
    [
      '"message": "id"',
      '"message": "$id"',
      '5:94: expected a path that begins at the record or with no names at all, found "$id"',
    ],
    ['"message": "id"', '"message": "ids[]"', '5:94: expected a path that leads to one value, found "ids[]"'],
    ['"message": "id"', '"mesage": "id"', /^5:93: expected no field but type, message, .*, found "mesage"$/],
    [', "message": "id"', '', '5:44: expected the field "message", which "submitted" needs, found none'],
    ['"submitted"', '"sent"', /^5:54: expected one of submitted, .*, found "sent"$/],
    ['"submitted"', '"ended"', /^5:54: expected one of submitted, .*, found "ended"$/],
    [
      '"message": "id"',
      '"message": "id", "position": "p"',
      '5:112: expected no field that "submitted" does not have, found "position"',
    ],
    [
      '"message": "id"',
      '"message": { "form": "id" }',
      /^5:94: expected a path, or an object with "from", "constant" or "join", found /,
    ],
    ['"message": "id"', '"message": { "from": [] }', '5:104: expected at least one path, found none'],
    [
      '{ "is": "sent" }',
      '{ "is": null }',
      /^5:23: expected a constant, a list of constants, or an object with "not" or "present", found null$/,
    ],
    [
      '"rules"',
      '"order": "time", "rules"',
      '5:44: expected the field "at", which "submitted" needs, found none',
    ],
    ['"rules"', '"extends": "kafka", "rules"', /^4:14: expected one of otel, .*, found "kafka"$/],
    [
      '"rules"',
      '"names": { "a b": "x" }, "rules"',
      '4:21: expected a name of letters, digits and _ that is not taken, found "a b"',
    ],
    [
      '"rules"',
      '"claims": { "quiet": -1 }, "rules"',
      /^4:24: expected a finite number, not negative, found -1$/,
    ],
    ['"rules": [', '"rules": [,', '4:13: expected a value, found ,'],
  ])('with %j as %j is refused with the place', (from, to, complaint) => {
    const told = mistakeIn(minimal.replace(from, to));
    if (typeof complaint === 'string') expect(told).toBe(complaint);
    else expect(told).toMatch(complaint);
  });

  it('may stand before a preset: its own rules come first, and what else it says replaces', async () => {
    const mapping = readMapping(
      JSON.stringify({
        schemaVersion: 1,
        extends: 'jepsen',
        format: 'JSON',
        rules: [{ when: { f: 'enqueue', type: 'invoke' }, events: [] }],
      }),
    );
    const { history } = await importText(mapping, fixture('queue.jsonl'));
    expect(inShort(history).slice(0, 2)).toEqual(['confirmed 0 0', 'delivered 0 1']);
  });
});

describe('the presets', () => {
  it.each([...presets])('%s is a mapping file like any other', (_, mapping) => {
    expect(readMapping(JSON.stringify(mapping))).toEqual(JSON.parse(JSON.stringify(mapping)));
    expect(isValid(mappingSchema, mapping)).toBe(true);
  });
});

describe('the published JSON Schema of mappings', () => {
  it('is the one that they are read by', async () => {
    await expect(`${JSON.stringify(mappingSchema, undefined, 2)}\n`).toMatchFileSnapshot(
      resolve('spec/mapping.schema.json'),
    );
  });

  it('allows whatever is read, and refuses whatever has the wrong shape', () => {
    const documents = [...presets.values(), JSON.parse(fixture('orders.mapping.json')) as Mapping];
    const values = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constantFrom(null, true, [], {}, ['submitting'], { from: 'a' }),
    );
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.nat(),
        values,
        fc.nat({ max: 2 }),
        (document, at, value, how) => {
          const changed = changedAt(document, at, value, how);
          const fits = mappingShape.check(changed) === undefined;
          if (!fits) refused += 1;
          // That a text is a path is more than the schema says.
          if (fits) expect(isValid(mappingSchema, changed)).toBe(true);
          else if (!isValid(mappingSchema, changed)) return;
          else expect(mappingShape.check(changed)?.expected).toMatch(/^a path/);
        },
      ),
      { numRuns: 200 },
    );
    expect(refused).toBeGreaterThan(40);
  });
});

describe('what a mapping makes of a record', () => {
  const made = async (mapping: object, ...records: readonly object[]) => {
    const read = readMapping(JSON.stringify({ schemaVersion: 1, complete: whole, ...mapping }));
    return importText(read, records.map((record) => JSON.stringify(record)).join('\n'));
  };
  const sent = (message: unknown, more: object = {}) => ({
    rules: [{ events: [{ type: { constant: 'submitted' }, message, ...more }] }],
  });

  it('is the first alternative that is there, and null is not', async () => {
    const { history } = await made(
      sent({ from: ['a', 'b'], otherwise: 'c' }),
      { a: null, b: 1 },
      { a: 2 },
      {},
    );
    expect(inShort(history).slice(0, 3)).toEqual(['submitted 1', 'submitted 2', 'submitted c']);
  });

  it('is asked of each record anew, whatever the one before had', async () => {
    const mapping = {
      records: [{ name: 'one', in: 'all[]' }],
      names: { who: { from: ['id', 'name'] } },
      ...sent('$who'),
    };
    const { history } = await made(mapping, { all: [{ id: 'a' }, { name: 'b' }, { id: 'c' }] });
    expect(inShort(history).slice(0, 3)).toEqual(['submitted a', 'submitted b', 'submitted c']);
  });

  it('is nothing where a value is not in the table', async () => {
    const mapping = {
      rules: [
        {
          when: { kind: { not: ['noise'] } },
          events: [{ type: { from: 'kind', table: { out: 'submitted', in: 'delivered' } }, message: 'id' }],
        },
      ],
    };
    const { history, broken, unmatched } = await made(
      mapping,
      { kind: 'out', id: 1 },
      { kind: 'noise' },
      { kind: 'up', id: 2 },
    );
    expect(inShort(history).slice(0, 1)).toEqual(['submitted 1']);
    expect(unmatched).toEqual([2]);
    expect(broken).toEqual(['3:9: expected "kind", the type of the event, found "up"']);
  });

  it('is a number where one is wanted, and a text where one is', async () => {
    const { history, broken } = await made(
      sent('id', { attempt: 'n', key: 'k' }),
      { id: 1, n: '2', k: 3 },
      { id: 'x', n: 'two', k: 3 },
      { id: [], n: 2 },
    );
    expect(history[0]).toMatchObject({ message: '1', attempt: 2, key: '3' });
    expect(broken).toEqual([
      '2:15: expected a finite number, found "two"',
      '3:7: expected a string or a whole number of at most 2^53 - 1, found none',
    ]);
  });

  it('is broken as a whole if a part of it is', async () => {
    const mapping = {
      rules: [
        {
          events: [
            {
              each: [{ name: 'id', in: 'ids[]' }],
              events: [{ type: { constant: 'submitted' }, message: '$id' }],
            },
          ],
        },
      ],
    };
    const { history, broken } = await made(mapping, { ids: ['a', {}, 'b'] });
    expect(inShort(history)).toEqual(['ended {"submitting":false,"delivering":false}']);
    expect(broken).toEqual(['1:13: expected a string or a whole number of at most 2^53 - 1, found none']);
  });

  it('begins with what the system claims', async () => {
    const { history } = await made(
      { ...sent('id'), claims: { promises: ['at least once'], quiet: 5 } },
      { id: 1 },
    );
    expect(history[0]).toEqual({ type: 'started', promises: ['at least once'], quiet: 5 });
  });

  it('tells its file too, where there are several', async () => {
    const mapping = readMapping(JSON.stringify({ schemaVersion: 1, complete: whole, ...sent('id') }));
    const { history } = await importText(mapping, '{"id":1}', '\n{"id":2}');
    expect(history.slice(0, 2)).toMatchObject([{ from: 'file0:1' }, { from: 'file1:2' }]);
  });
});
