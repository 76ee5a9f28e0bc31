import { Buffer } from 'node:buffer';
import { sighting, sightingNames } from '../court/facts.ts';
import { span } from '../court/reading.ts';

/** What the quick reader does with a field. */
export type Use =
  | { readonly type: 'kind' | 'time' | 'number' | 'flag' | 'transaction' | 'position' }
  | { readonly type: 'text'; readonly span: number };

/** A word that is expected, as bytes, and what it stands for. */
interface Word<Meaning> {
  readonly bytes: Buffer;
  readonly meaning: Meaning;
}

/** Words by their length, at most 16, and their first byte: a few comparisons find one. */
class Words<Meaning> {
  readonly #words: Word<Meaning>[][] = Array.from({ length: 17 }, () => []);

  constructor(words: Readonly<Record<string, Meaning>>) {
    for (const [text, meaning] of Object.entries(words)) {
      this.#words[text.length]!.push({ bytes: Buffer.from(text), meaning });
    }
  }

  /** What stands there, or nothing if it is no such word. */
  find(bytes: Uint8Array, start: number, end: number): Meaning | undefined {
    const length = end - start;
    if (length > 16) return undefined;
    const words = this.#words[length]!;
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index]!;
      let at = 0;
      while (at < length && word.bytes[at] === bytes[start + at]) at += 1;
      if (at === length) return word.meaning;
    }
    return undefined;
  }
}

const text = (name: keyof typeof span): Use => ({ type: 'text', span: span[name]! });

/** The fields of events about messages. Whether one was seen is kept as a bit: the place of its name here. */
export const fieldNames: readonly string[] = [
  'type',
  'message',
  'process',
  'at',
  'key',
  'digest',
  'destination',
  'group',
  'consumer',
  'position',
  'transaction',
  'incarnation',
  'attempt',
  'redelivered',
  'reason',
];

const uses: readonly Use[] = [
  { type: 'kind' },
  text('message'),
  text('process'),
  { type: 'time' },
  text('key'),
  text('digest'),
  text('destination'),
  text('group'),
  text('consumer'),
  { type: 'position' },
  { type: 'transaction' },
  { type: 'number' },
  { type: 'number' },
  { type: 'flag' },
  // Of an event that has a reason in its own right the exact reader makes more.
  { type: 'transaction' },
];

/** A known field: its bit, and its use. */
export interface KnownField {
  readonly bit: number;
  readonly use: Use;
  /** Its place among the names. */
  readonly index: number;
  /** How it begins where nothing is unusual: its name in quotes, and the colon. */
  readonly opening: Buffer;
}

export const knownFields = new Words<KnownField>(
  Object.fromEntries(
    fieldNames.map((name, index) => [
      name,
      { bit: 1 << index, use: uses[index]!, index, opening: Buffer.from(`"${name}":`) },
    ]),
  ),
);

/** The types that the quick reader knows: those about messages, but for what is discarded. */
export const knownTypes = new Words<number>(
  Object.fromEntries(
    sightingNames.filter((name) => name !== 'discarded').map((name) => [name, sighting[name]]),
  ),
);
