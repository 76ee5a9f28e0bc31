import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EdnError, readEdn } from '../../../src/conformance/import/edn.ts';

describe('EDN', () => {
  it.each([
    ['{:type :invoke, :f :enqueue, :value 0}', { type: 'invoke', f: 'enqueue', value: 0 }],
    ['{:a nil :b true, :c false}', { a: null, b: true, c: false }],
    ['[1 -2 3.5 1e3 4N 5.25M +6]', [1, -2, 3.5, 1000, 4, 5.25, 6]],
    ['(a "b" \\c \\newline \\u0041 :d/e)', ['a', 'b', 'c', '\n', 'A', 'd/e']],
    ['#{1 #{2}}', [1, [2]]],
    ['{5 [[272 140]], [1 2] 3, "x" 4}', { '5': [[272, 140]], '[1,2]': 3, x: 4 }],
    ['#jepsen.history.Op{:index 0, :type :ok}', { index: 0, type: 'ok' }],
    ['#inst "1985-04-12T23:20:50.52Z"', '1985-04-12T23:20:50.52Z'],
    ['; a comment\n[1 #_2 #_[3 4] 5] ; another', [1, 5]],
    ['["line\nbreak" "tab\\t" "\\"q\\\\"]', ['line\nbreak', 'tab\t', '"q\\']],
    ['#_ #_ 1 2 3', 3],
  ])('%s is read', (text, value) => expect(readEdn(text)).toEqual(value));

  it('keeps a whole number exact that a double cannot hold', () => {
    expect(readEdn('[9007199254740993 -9007199254740993N +9007199254740993 9007199254740991]')).toEqual([
      '9007199254740993',
      '-9007199254740993',
      '9007199254740993',
      9007199254740991,
    ]);
  });

  it('has no prototypes to set', () => {
    const value = readEdn('{:__proto__ 1, "constructor" 2}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
  });

  it.each([
    ['{:a 1', 5, '"}"'],
    ['[1 2', 4, '"]"'],
    ['{:a 1 :b}', 8, 'a value for the key b'],
    ['{:a 1 :a 2}', 6, 'a key that does not stand there twice'],
    ['[1] 2', 4, 'nothing more'],
    ['"open', 0, 'a string that ends'],
    ['', 0, 'an element'],
    ['[1 }', 3, 'an element'],
    ['[01]', 1, 'a number'],
    ['[: 1]', 1, 'a keyword'],
    ['#1', 0, 'a set, a tag'],
  ])('%s is none', (text, at, expected) => {
    const error = (() => {
      try {
        return readEdn(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(EdnError);
    expect((error as EdnError).at).toBe(at);
    expect((error as EdnError).expected).toContain(expected);
  });

  it.each(['[', '#_', '#a ', '(', '{[] '])('is refused, however often "%s" stands there', (opening) => {
    expect(() => readEdn(opening.repeat(100_000))).toThrow('no more than 500 brackets');
  });

  it('tells where each value begins', () => {
    const places: unknown[] = [];
    readEdn('{:f :x, :value [[:send 5]]}', (trail, at) => places.push([trail, at]));
    expect(places).toEqual([
      [[], 0],
      [['f'], 4],
      [['value'], 15],
      [['value', 0], 16],
      [['value', 0, 0], 17],
      [['value', 0, 1], 23],
    ]);
  });

  it('reads back whatever it is written from', () => {
    const written = (value: unknown): string => {
      if (Array.isArray(value)) return `[${value.map(written).join(' ')}]`;
      if (typeof value === 'object' && value !== null) {
        return `{${Object.entries(value)
          .map(([key, each]) => `${JSON.stringify(key)} ${written(each)}`)
          .join(', ')}}`;
      }
      return value === null ? 'nil' : JSON.stringify(value);
    };
    // A whole number that a double does not hold exactly is another matter.
    const json = fc.jsonValue().filter((value) => !/\d{16}(?![.\d])|e\+/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(json, (value) => {
        expect(readEdn(written(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
