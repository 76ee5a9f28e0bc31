import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PathError, placesAt, readPath, trailAt, valueAt } from '../../../src/conformance/import/path.ts';

const record = {
  id: 7,
  nothing: null,
  data: { 'order.id': 'o-1', order: { id: 'o-2' }, list: [10, 20] },
  attributes: [
    { key: 'a', value: { stringValue: 'first' } },
    { key: 'a"b', value: { intValue: '9' } },
    { key: 'a', value: { stringValue: 'second' } },
  ],
  groups: { x: [1, 2], y: [3] },
};
const at = (path: string): unknown => valueAt(record, readPath(path).steps);

describe('a path', () => {
  it.each([
    ['id', 7],
    ['data.order.id', 'o-2'],
    ['data."order.id"', 'o-1'],
    ['"data"."order"."id"', 'o-2'],
    ['data.list[1]', 20],
    ['attributes[key="a"].value.stringValue', 'first'],
    ['attributes[key="a\\"b"].value.*', '9'],
    ['', record],
  ])('%s leads to the value', (path, value) => expect(at(path)).toEqual(value));

  it.each([
    'nothing',
    'missing',
    'id.deeper',
    'data.list[2]',
    'data.list.length',
    'data.order[0]',
    'attributes[key="b"]',
    'toString',
    'data.__proto__',
    'data.list."0"',
  ])('%s leads to nothing', (path) => expect(at(path)).toBeUndefined());

  it('leads to every element of a list, and to every field of an object with its key', () => {
    const all = (path: string) => placesAt({ value: record, trail: ['r'] }, readPath(path).steps);
    expect(all('data.list[]')).toEqual([
      { value: 10, trail: ['r', 'data', 'list', 0] },
      { value: 20, trail: ['r', 'data', 'list', 1] },
    ]);
    expect(all('groups{}').map(({ value }) => value)).toEqual([
      { key: 'x', value: [1, 2] },
      { key: 'y', value: [3] },
    ]);
    expect(all('groups{}.value[]').map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(all('id[]')).toEqual([]);
    expect(all('id{}')).toEqual([]);
  });

  it('begins at a name, or at the record', () => {
    expect(readPath('$link.spanId')).toEqual({ start: 'link', steps: [{ type: 'key', key: 'spanId' }] });
    expect(readPath('$link[0]').start).toBe('link');
    expect(readPath('link')).not.toHaveProperty('start');
  });

  it('that leads nowhere tells how far it leads', () => {
    const trail = (path: string) => trailAt({ value: record, trail: [3] }, readPath(path).steps);
    expect(trail('data.order.name')).toEqual([3, 'data', 'order']);
    expect(trail('attributes[key="a\\"b"].value.stringValue')).toEqual([3, 'attributes', 1, 'value']);
    expect(trail('data.list[1]')).toEqual([3, 'data', 'list', 1]);
  });

  it.each([
    ['a..b', 2],
    ['a.', 2],
    ['a b', 2],
    ['$', 1],
    ['a[x]', 2],
    ['a[-1]', 2],
    ['a[k=b]', 2],
    ['a."b', 2],
    ['a{x}', 2],
  ])('is none if it is %s', (path, character) => {
    expect(() => readPath(path)).toThrow(PathError);
    expect(() => readPath(path)).toThrow(`goes wrong at its character ${character}`);
  });

  it('finds whatever stands anywhere, by its keys in quotes', () => {
    const anywhere = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.integer(),
        fc.string(),
        fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(fc.string(), tie('value'), { minKeys: 1, maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(anywhere, fc.infiniteStream(fc.nat()), (value, choices) => {
        let here: unknown = value;
        let path = '';
        for (const choice of choices) {
          if (typeof here !== 'object' || here === null) break;
          const keys = Object.keys(here);
          const key = keys[choice % keys.length]!;
          path += Array.isArray(here) ? `[${key}]` : `.${JSON.stringify(key)}`;
          here = (here as Record<string, unknown>)[key];
        }
        expect(valueAt(value, readPath(path).steps)).toBe(here);
      }),
    );
  });
});
