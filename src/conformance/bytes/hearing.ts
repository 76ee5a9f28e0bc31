import { Buffer } from 'node:buffer';
import { Reading } from '../court/reading.ts';
import { entryOf, wordsOf } from '../history.ts';
import type { Judge } from '../judge.ts';
import { lineOf } from '../lines.ts';
import { LineSource } from './line-source.ts';
import { QuickReader } from './quick.ts';

/** What is wrong with a line. */
export interface Mistake {
  readonly line: number;
  readonly column: number;
  /** `expected "message" to be a string, found 7` */
  readonly message: string;
}

/** Who is told what a line holds. */
export interface Hearer {
  readonly judge: Pick<Judge, 'hear' | 'hearReading' | 'miss'>;
  readonly note: (mistake: Mistake) => void;
}

const carriageReturn = 0x0d;
const firstOfMark = 0xef;

/** Reads lines: quickly where they are of a usual shape, exactly where they are not. */
export class LineReader {
  /** How many lines held an event, and how many of them the exact reader had to look at. */
  heard = 0;
  exact = 0;
  readonly #reading = new Reading();
  readonly #quick = new QuickReader();

  /** Hears the line that was taken last, under a number of its own. */
  hear(source: LineSource, { judge, note }: Hearer, line: number): void {
    const { bytes, start } = source;
    const end = bytes[source.end - 1] === carriageReturn && source.end > start ? source.end - 1 : source.end;
    const isMarked = source.number === 1 && bytes[start] === firstOfMark;
    if (!source.isTooLong && !isMarked && this.#quick.read(this.#reading, bytes, start, end)) {
      this.#reading.line = line;
      this.heard += 1;
      judge.hearReading(this.#reading);
      return;
    }
    this.exact += 1;
    const entry = entryOf(
      source.isTooLong
        ? { number: source.number, tooLong: true }
        : lineOf(source.number, [Buffer.from(bytes.subarray(start, source.end))]),
    );
    if (entry === undefined) return;
    if ('event' in entry) {
      this.heard += 1;
      judge.hear(entry.event, line);
    } else {
      judge.miss(line);
      note({ line: entry.line, column: entry.complaint.column, message: wordsOf(entry.complaint) });
    }
  }
}

/** Hears all lines of a history, in pieces of any size, and tells how far it came. Answers how many there were. */
export const hearPieces = async (
  pieces: AsyncIterable<Buffer>,
  hearer: Hearer,
  reached: (line: number) => void = () => {},
): Promise<{ readonly lines: number; readonly heard: number }> => {
  const source = new LineSource(pieces);
  const reader = new LineReader();
  do {
    while (source.take()) reader.hear(source, hearer, source.number);
    reached(source.number);
  } while (await source.more());
  return { lines: source.number, heard: reader.heard };
};
