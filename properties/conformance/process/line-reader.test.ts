import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineReader } from '../../../src/conformance/process/line-reader.ts';
import type { Read } from '../../../src/conformance/process/line-reader.ts';

const readIn = (chunks: readonly Buffer[], longest = 100): readonly Read[] => {
  const reads: Read[] = [];
  const reader = lineReader(longest, (read) => reads.push(read));
  for (const chunk of chunks) reader.read(chunk);
  return reads;
};

describe('the reader of lines', () => {
  it('reads the same however the bytes come in pieces, in the middle of a character too', () => {
    const line = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[\r\n]/.test(text) && Buffer.byteLength(text) <= 100);
    fc.assert(
      fc.property(
        fc.array(line),
        fc.constantFrom('\n', '\r\n'),
        fc.infiniteStream(fc.nat(7)),
        (lines, end, sizes) => {
          const bytes = Buffer.from(lines.map((each) => each + end).join(''));
          const chunks: Buffer[] = [];
          for (let at = 0; at < bytes.length;) {
            const { value: size } = sizes.next();
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(readIn(chunks)).toEqual(lines.map((each) => ({ line: each })));
        },
      ),
    );
  });

  it('takes a line that is as long as it may be, and none that is longer, before it ends', () => {
    expect(readIn([Buffer.from('abcde\n')], 5)).toEqual([{ line: 'abcde' }]);
    const tooLong = { wrong: 'wrote a line of more than 5 bytes', text: 'abcdef' };
    expect(readIn([Buffer.from('abcdef')], 5)).toEqual([tooLong]);
    expect(
      readIn(
        ['abc', 'def', 'g\nh\n'].map((text) => Buffer.from(text)),
        5,
      ),
    ).toEqual([tooLong]);
  });

  it('reads nothing after what is wrong', () => {
    const reads = readIn([Buffer.from([0x61, 0x0a, 0xff, 0x0a, 0x62, 0x0a])]);
    expect(reads).toEqual([{ line: 'a' }, { wrong: 'wrote a line that is not UTF-8', text: '\uFFFD' }]);
  });
});
