import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandLineError, wordsOf } from '../../../src/conformance/process/words.ts';

describe('a command line', () => {
  it.each([
    ['python3 -u worker.py', ['python3', '-u', 'worker.py']],
    ['  node   worker.js  ', ['node', 'worker.js']],
    [`python3 "my worker.py" 'it is "mine"'`, ['python3', 'my worker.py', 'it is "mine"']],
    [String.raw`a "b \"c\" \\ \d" e\ f \' \x`, ['a', String.raw`b "c" \ \d`, 'e f', `'`, String.raw`\x`]],
    [String.raw`C:\Python\python.exe worker.py`, [String.raw`C:\Python\python.exe`, 'worker.py']],
    [`--name='a b'"c"d`, ['--name=a bcd']],
    [`a '' ""`, ['a', '', '']],
    ['echo $HOME * | > && ; `x`', ['echo', '$HOME', '*', '|', '>', '&&', ';', '`x`']],
  ])('%s is read as %j', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  it('between single quotes holds everything but a single quote', () => {
    const word = fc.string().filter((text) => !text.includes("'"));
    const quoted = (words: readonly string[]): string => words.map((each) => `'${each}'`).join(' ');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(wordsOf(quoted(['x', ...words]))).toEqual(['x', ...words]);
      }),
    );
  });

  it.each(['', '   ', `''`, `a 'b`, `a "b`, String.raw`"a\"`])('%j is refused', (line) => {
    expect(() => wordsOf(line)).toThrow(CommandLineError);
  });
});
