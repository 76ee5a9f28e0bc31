import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesIn, linesOf, longestLine } from '../../src/conformance/lines.ts';
import type { Line } from '../../src/conformance/lines.ts';
import { aFolder } from './asking.ts';

const write = aFolder();

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const linesFrom = async (content: string | Buffer, size = 64 * 1024): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  for await (const line of linesIn(inPieces(Buffer.from(content), size))) lines.push(line);
  return lines;
};

const textsFrom = async (content: string | Buffer): Promise<readonly (string | undefined)[]> =>
  (await linesFrom(content)).map((line) => ('text' in line ? line.text : undefined));

const first = async (path: string): Promise<unknown> => (await linesOf(path).next()).value;

describe('the lines of a file', () => {
  it('are counted from 1, and the last one may end in nothing', async () => {
    expect(await linesFrom('a\nb')).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
    ]);
    expect(await linesFrom('a\nb\n')).toEqual(await linesFrom('a\nb'));
    expect(await linesFrom('')).toEqual([]);
  });

  it('may be empty, and are counted then too', async () => {
    expect(await textsFrom('\n\na\n\n')).toEqual(['', '', 'a', '']);
  });

  it('end in CRLF as well as in LF, and a CR elsewhere is part of them', async () => {
    expect(await textsFrom('a\r\nb\r\r\nc\rd\r\n')).toEqual(['a', 'b\r', 'c\rd']);
  });

  it('begin after a byte order mark, which only the file may have', async () => {
    expect(await textsFrom('\uFEFFa\n\uFEFFb')).toEqual(['a', '\uFEFFb']);
  });

  it('are the same in whatever pieces the file is read', async () => {
    const line = fc.string({
      unit: fc.constantFrom('a', 'é', '😀', '\r', '\uFEFF', '\0', '\uFFFD'),
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (texts, size) => {
          const lines = await linesFrom(`${texts.join('\n')}\n`, size);
          expect(lines).toEqual(
            texts.map((text, index) => ({
              number: index + 1,
              text: (index === 0 ? text.replace(/^\uFEFF/, '') : text).replace(/\r$/, ''),
            })),
          );
        },
      ),
    );
  });

  it('of a mebibyte are read, of one byte more are not, and those after them are', async () => {
    const full = 'x'.repeat(longestLine);
    const lines = await linesFrom(`${full}\n${full}y\nz\n${full}${full}`);
    expect(lines.map((line) => ('text' in line ? line.text.length : line))).toEqual([
      longestLine,
      { number: 2, tooLong: true },
      1,
      { number: 4, tooLong: true },
    ]);
  });

  it('are not held when they are too long: a gibibyte without an end takes no memory', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (let count = 0; count < 1024; count += 1) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield Buffer.from(piece);
      }
      yield Buffer.from('\nafter');
    }
    const lines: Line[] = [];
    for await (const line of linesIn(endless())) lines.push(line);
    expect(lines).toEqual([
      { number: 1, tooLong: true },
      { number: 2, text: 'after' },
    ]);
    expect(most).toBeLessThan(400 * 1024 * 1024);
  });

  it('that are not UTF-8 are told from those that are, with the place and the byte', async () => {
    const lines = await linesFrom(
      Buffer.concat([
        Buffer.from('\uFEFF'),
        Buffer.from([0x61, 0xff, 0x0a]),
        Buffer.from('é\uFFFD😀'),
        Buffer.from([0xf0, 0x9f, 0x0a]),
        Buffer.from('\uFFFD\0fine'),
      ]),
    );
    expect(lines).toEqual([
      { number: 1, column: 2, strangeByte: 0xff },
      { number: 2, column: 5, strangeByte: 0xf0 },
      { number: 3, text: '\uFFFD\0fine' },
    ]);
  });

  it('of something that is no file are refused as the file system does', async () => {
    const file = write('a', 'x');
    expect(await first(file)).toEqual({ number: 1, text: 'x' });
    await expect(first(`${file}-missing`)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(first(file.slice(0, -2))).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
