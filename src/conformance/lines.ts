import { Buffer, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

/** The longest line that is read, in bytes. An event takes some hundred; more than this is another kind of file. */
export const longestLine = 1024 * 1024;

/** A line of a file, counted from 1: its text, or why it has none. */
export type Line = { readonly number: number } & (
  | { readonly text: string }
  /** It is longer than the longest that is read; what it holds was skipped, not kept. */
  | { readonly tooLong: true }
  /** It is not UTF-8, from this byte on. */
  | { readonly column: number; readonly strangeByte: number }
);

/**
 * The lines of a file, read piece by piece: never more than one line (and one piece of the file) is held. Lines end in LF
 * or CRLF, the last one may end in nothing, and a byte order mark at the beginning is skipped.
 *
 * @throws what the file system says (`ENOENT`, `EISDIR`, `EACCES` …) when the first line is asked for.
 */
export const linesOf = (file: string, longest = longestLine): AsyncGenerator<Line> =>
  linesIn(createReadStream(file), longest);

/** The same for bytes from anywhere, in pieces of any size. */
export async function* linesIn(pieces: AsyncIterable<Buffer>, longest = longestLine): AsyncGenerator<Line> {
  let number = 0;
  let kept: Buffer[] = [];
  let length = 0;

  const keep = (part: Buffer): void => {
    length += part.length;
    if (length > longest) kept = [];
    else if (part.length > 0) kept.push(part);
  };
  const finish = (): Line => {
    number += 1;
    const line = length > longest ? { number, tooLong: true as const } : lineOf(number, kept);
    kept = [];
    length = 0;
    return line;
  };

  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(lineFeed); end !== -1; end = piece.indexOf(lineFeed, start)) {
      keep(piece.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    keep(piece.subarray(start));
  }
  if (length > 0) yield finish();
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from('\uFEFF');

/** A line from its parts, without its end. */
export const lineOf = (number: number, parts: readonly Buffer[]): Line => {
  let bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  if (number === 1 && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)) {
    bytes = bytes.subarray(byteOrderMark.length);
  }
  if (bytes.at(-1) === carriageReturn) bytes = bytes.subarray(0, -1);
  // A decoder that replaces what it cannot read would make one message id of two.
  return isUtf8(bytes) ? { number, text: bytes.toString('utf8') } : { number, ...strangeByteIn(bytes) };
};

/** Decodes with replacements and looks for the first character that does not stand for itself. */
const strangeByteIn = (bytes: Buffer): { column: number; strangeByte: number } => {
  let place = 0;
  let column = 1;
  for (const character of bytes.toString('utf8')) {
    const itself = Buffer.from(character);
    if (!bytes.subarray(place, place + itself.length).equals(itself)) break;
    place += itself.length;
    column += character.length;
  }
  return { column, strangeByte: bytes[place] ?? 0 };
};
