import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foundAt, scan } from '../../src/conformance/scan.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** `COLUMN: expected …, found …` */
const complaintOf = (text: string): string => {
  const seen = scan(text);
  if (!('problem' in seen)) return 'none';
  return `${seen.problem.at + 1}: expected ${seen.problem.expected}, found ${foundAt(text, seen.problem.at)}`;
};

/** Text that is nearly JSON: a value written down, then cut, doubled or changed at a place. */
const nearlyJson = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom(
      '',
      '"',
      '\\',
      ',',
      ':',
      '{',
      '}',
      '[',
      ']',
      '0',
      '-',
      '.',
      'e',
      ' ',
      '\t',
      '\0',
      'u',
      'null',
      '1e',
      '\\u12',
    ),
    fc.nat(2),
  )
  .map(([json, place, inserted, removed]) => {
    const at = place % (json.length + 1);
    return json.slice(0, at) + inserted + json.slice(at + removed);
  });

describe('the search for the place where JSON is wrong', () => {
  it('finds one exactly where JSON.parse refuses a text', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.oneof(nearlyJson, fc.json(), fc.string()), (text) => {
        if (!isJson(text)) refused += 1;
        expect('problem' in scan(text)).toBe(!isJson(text));
      }),
      { numRuns: 3000 },
    );
    expect(refused).toBeGreaterThan(300);
  });

  it('names a place up to which everything could have become JSON', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        const seen = scan(text);
        if (!('problem' in seen)) return;
        // The text before the place is wrong nowhere but at its end, where it is cut off.
        const before = text.slice(0, seen.problem.at);
        const again = scan(before);
        expect('problem' in again ? again.problem.at : before.length).toBe(before.length);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['', '1: expected an event, which is a JSON object, found the end of the line'],
    ['delivered m0', '1: expected an event, which is a JSON object, found delivered'],
    ['{', '2: expected a field name in double quotes or "}", found the end of the line'],
    ["{'type'", '2: expected a field name in double quotes or "}", found \'type\''],
    ['{"type" "ended"}', '9: expected ":", found "ended"'],
    ['{"type":}', '9: expected a value, found }'],
    ['{"type":ended}', '9: expected a value, found ended'],
    ['{"type":"ended"', '16: expected "," or "}", found the end of the line'],
    ['{"type":"ended",}', '17: expected a field name in double quotes, found }'],
    ['{"type":"ended"]', '16: expected "," or "}", found ]'],
    ['{"type":"ended"} {', '18: expected nothing more on this line, found {'],
    ['{"type":"ended', '15: expected the end of a string, a double quote, found the end of the line'],
    ['{"a":"\t"}', '7: expected a control character to be written as an escape, found \t'],
    [
      '{"a":"\\x"}',
      '7: expected one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000 to \\uffff, found \\x',
    ],
    ['{"a":[1,2 3]}', '11: expected "," or "]", found 3'],
    ['{"a":[}', '7: expected a value or "]", found }'],
    ['{"at":01}', '7: expected a value, found 01'],
    ['{"at":NaN}', '7: expected a value, found NaN'],
    ['\0\0', '1: expected an event, which is a JSON object, found \0\0'],
  ])('in %j says what would have gone on', (text, complaint) => {
    expect(complaintOf(text)).toBe(complaint);
  });

  it('knows where the outermost fields have their values, the last one where a name comes twice', () => {
    const text = ' {"a": 1, "b":{"a":2},"\\u0063":[{"d":3}], "__proto__":4,"a":"five" } ';
    const seen = scan(text);
    const valuesAt = 'places' in seen ? [...seen.places].map(([name, at]) => [name, foundAt(text, at)]) : [];
    expect(valuesAt).toEqual([
      ['a', '"five"'],
      ['b', '{'],
      ['c', '['],
      ['__proto__', '4'],
    ]);
    expect('places' in seen && seen.places.get('a')).toBe(text.indexOf('"five"'));
  });

  it('does not recurse: a mebibyte of brackets is searched like anything else', () => {
    const brackets = '['.repeat(1024 * 1024);
    expect(complaintOf(brackets)).toBe('1048577: expected a value or "]", found the end of the line');
    expect(scan(brackets + ']'.repeat(1024 * 1024))).toEqual({ places: new Map() });
  });

  it('shows what it found in few characters', () => {
    expect(foundAt(`"${'x'.repeat(100)}"`, 0)).toHaveLength(41);
    expect(foundAt('y'.repeat(100), 0)).toHaveLength(40);
    expect(foundAt('"a\\"b" c', 0)).toBe('"a\\"b"');
    expect(foundAt('😀', 0)).toBe('😀');
    expect(foundAt(' ', 0)).toBe(' ');
  });
});
