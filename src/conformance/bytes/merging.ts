import type { Buffer } from 'node:buffer';
import { entryOf } from '../history.ts';
import { lineOf } from '../lines.ts';
import { Reading } from '../court/reading.ts';
import type { Hearer } from './hearing.ts';
import { LineReader } from './hearing.ts';
import { LineSource } from './line-source.ts';
import type { Places } from './places.ts';
import { QuickReader } from './quick.ts';

/** One file of a run, with the line that is next in it. */
interface Strand {
  readonly file: number;
  readonly source: LineSource;
  readonly reader: LineReader;
  /** When its next line was recorded: never earlier than the line before it. */
  at: number;
}

/**
 * Hears several recordings of one run as one history, in the order of their times. The lines of one file keep
 * their order: where its clock goes backwards, or a line has no time, it stands with the line before it. At equal
 * times the file that was named first comes first.
 *
 * @throws what reading one of the files throws
 */
export const hearMerged = async (
  files: readonly AsyncIterable<Buffer>[],
  places: Places,
  hearerOf: (file: number) => Hearer,
  reached: (line: number) => void = () => {},
): Promise<{ readonly lines: number; readonly heard: number }> => {
  const all = files.map((pieces, file): Strand => ({
    file,
    source: new LineSource(pieces),
    reader: new LineReader(),
    at: -Infinity,
  }));
  const strands: Strand[] = [];
  for (const strand of all) if (await advance(strand)) strands.push(strand);
  let number = 0;
  while (strands.length > 0) {
    const next = earliest(strands);
    number += 1;
    reached(number);
    places.add(number, next.file, next.source.number);
    next.reader.hear(next.source, hearerOf(next.file), number);
    if (!(next.source.take() ? stamp(next) : await advance(next))) strands.splice(strands.indexOf(next), 1);
  }
  return { lines: number, heard: all.reduce((sum, { reader }) => sum + reader.heard, 0) };
};

const earliest = (strands: readonly Strand[]): Strand => {
  let first = strands[0]!;
  for (const strand of strands) if (strand.at < first.at) first = strand;
  return first;
};

/** Takes the next line of a file, waiting for it if need be. */
const advance = async (strand: Strand): Promise<boolean> => {
  do {
    if (strand.source.take()) return stamp(strand);
  } while (await strand.source.more());
  return false;
};

const quick = new QuickReader();
const reading = new Reading();

const stamp = (strand: Strand): true => {
  const at = timeOf(strand.source);
  if (at > strand.at) strand.at = at;
  return true;
};

/** The time of a line; not a number where it has none. */
const timeOf = (source: LineSource): number => {
  if (source.isTooLong) return NaN;
  if (quick.read(reading, source.bytes, source.start, source.end)) return reading.at;
  const entry = entryOf(lineOf(source.number, [source.copy()]));
  return entry !== undefined && 'event' in entry ? (entry.event.at ?? NaN) : NaN;
};
