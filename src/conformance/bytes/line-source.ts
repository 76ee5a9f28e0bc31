import { Buffer } from 'node:buffer';
import { longestLine } from '../lines.ts';

const lineFeed = 0x0a;

/**
 * The lines of bytes that come in pieces. A line is a place in the piece at hand, not a copy, unless it goes
 * over from one piece to the next. Never more than one line and one piece are held.
 */
export class LineSource {
  /** The line that was taken last: its number from 1, and where it is. */
  number = 0;
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** Whether it was longer than is read; then it is empty. */
  isTooLong = false;
  #piece: Buffer = Buffer.alloc(0);
  #at = 0;
  #kept: Buffer[] = [];
  #length = 0;
  #isOver = false;
  readonly #pieces: AsyncIterator<Buffer>;

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** Takes the next line, or answers that there is none in the pieces so far. */
  take(): boolean {
    const end = this.#piece.indexOf(lineFeed, this.#at);
    if (end === -1) {
      this.#keep(this.#piece.subarray(this.#at));
      this.#at = this.#piece.length;
      return this.#isOver && this.#length > 0 && this.#finish();
    }
    const from = this.#at;
    this.#at = end + 1;
    if (this.#length > 0 || end - from > longestLine) {
      this.#keep(this.#piece.subarray(from, end));
      return this.#finish();
    }
    this.number += 1;
    this.isTooLong = false;
    this.bytes = this.#piece;
    this.start = from;
    this.end = end;
    return true;
  }

  /** Waits for another piece. Answers whether there may be another line. */
  async more(): Promise<boolean> {
    if (this.#isOver) return false;
    const next = await this.#pieces.next();
    this.#at = 0;
    if (next.done === true) {
      this.#piece = Buffer.alloc(0);
      this.#isOver = true;
      return this.#length > 0;
    }
    this.#piece = next.value;
    return true;
  }

  /** Goes on with a piece that came by another way. */
  feed(piece: Buffer): void {
    this.#at = 0;
    this.#piece = piece;
  }

  /** The line as bytes of its own. */
  copy(): Buffer {
    return Buffer.from(this.bytes.subarray(this.start, this.end));
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > longestLine) this.#kept = [];
    else if (part.length > 0) this.#kept.push(part);
  }

  #finish(): true {
    this.number += 1;
    this.isTooLong = this.#length > longestLine;
    this.bytes = Buffer.concat(this.#kept);
    this.start = 0;
    this.end = this.bytes.length;
    this.#kept = [];
    this.#length = 0;
    return true;
  }
}
