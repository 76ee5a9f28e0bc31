import { readJson } from '../../counterexample/file/json.ts';
import type { Line } from '../lines.ts';
import { foundAt, scan } from '../scan.ts';
import { EdnError, readEdn } from './edn.ts';
import type { Trail } from './path.ts';

/** Something wrong with a file: where, what was expected there, and what was found. */
export interface Blemish {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly found: string;
}

/** A value that a file holds, beginning on a line of it, or what is wrong there. */
export type Document =
  | {
      readonly line: number;
      readonly value: unknown;
      /** Where the value stands to which the keys lead. */
      readonly blemish: (trail: Trail, expected: string) => Blemish;
    }
  | { readonly line: number; readonly wrong: Blemish };

/** A notation in which foreign records are written. */
interface Notation {
  /** @throws Unreadable */
  readonly read: (text: string) => unknown;
  /** The index of the value to which the keys lead, or of the innermost around it. */
  readonly placeOf: (text: string, trail: Trail) => number;
}

/** A text that is not in its notation: where it stops being so (an index), and what would have gone on. */
class Unreadable extends Error {
  readonly at: number;
  readonly expected: string;

  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

const json: Notation = {
  read: (text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      const seen = scan(text);
      if (!('problem' in seen)) throw error;
      throw new Unreadable(
        seen.problem.at,
        seen.problem.expected.replace(/^an event, which is .*/, 'a value'),
      );
    }
  },
  placeOf: (text, trail) => {
    const read = readJson(text);
    if ('message' in read) return 0;
    const { line, column } = read.placeOf(trail);
    return (
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length +
      (line > 1 ? 1 : 0) +
      column -
      1
    );
  },
};

const edn: Notation = {
  read: (text) => {
    try {
      return readEdn(text);
    } catch (error) {
      if (error instanceof EdnError) throw new Unreadable(error.at, error.expected);
      throw error;
    }
  },
  placeOf: (text, trail) => {
    const places = new Map<string, number>();
    readEdn(text, (keys, at) => places.set(JSON.stringify(keys), at));
    for (let length = trail.length; length > 0; length -= 1) {
      const at = places.get(JSON.stringify(trail.slice(0, length)));
      if (at !== undefined) return at;
    }
    return places.get('[]') ?? 0;
  },
};

const notations = { JSON: json, EDN: edn } as const;

/**
 * The documents of a file: one on each line, or, where its first line only begins one, one for the whole file.
 * If that comes to nothing either, its lines are read one by one, so that one broken line does not hide the rest.
 */
export async function* documentsIn(
  lines: AsyncIterable<Line>,
  format: keyof typeof notations,
): AsyncGenerator<Document> {
  const notation = notations[format];
  let kept: Line[] | undefined;
  let first = true;
  for await (const line of lines) {
    if ('text' in line && blank.test(line.text)) continue;
    if (first && 'text' in line && onlyBegins(notation, line.text)) kept = [];
    first = false;
    if (kept === undefined) yield documentOf(notation, line);
    else kept.push(line);
  }
  if (kept === undefined) return;
  const whole = wholeOf(notation, kept);
  if (whole === undefined) for (const line of kept) yield documentOf(notation, line);
  else yield whole;
}

const blank = /^\s*$/;

const onlyBegins = ({ read }: Notation, text: string): boolean => {
  try {
    read(text);
    return false;
  } catch (error) {
    if (error instanceof Unreadable) return error.at >= text.trimEnd().length;
    throw error;
  }
};

const wholeOf = (notation: Notation, lines: readonly Line[]): Document | undefined => {
  const [first] = lines;
  if (first === undefined || lines.length < 2) return undefined;
  const parts: string[] = [];
  for (const line of lines) {
    if (!('text' in line)) return undefined;
    // Blank lines were passed over, and count.
    while (parts.length < line.number - first.number) parts.push('');
    parts.push(line.text);
  }
  const document = documentOf(notation, { number: first.number, text: parts.join('\n') });
  return 'wrong' in document ? undefined : document;
};

const documentOf = (notation: Notation, line: Line): Document => {
  const { number } = line;
  if (!('text' in line)) return { line: number, wrong: unreadableLine(line) };
  const { text } = line;
  const blemishAt = (at: number, expected: string, found = foundAt(text, at)): Blemish => {
    const before = text.slice(0, at).split('\n');
    return { line: number + before.length - 1, column: before.at(-1)!.length + 1, expected, found };
  };
  try {
    const value = notation.read(text);
    const blemish = (trail: Trail, expected: string): Blemish => {
      const at = notation.placeOf(text, trail);
      // What is missing is told with the object that it is missing from.
      return blemishAt(at, expected, text[at] === '{' || text[at] === '[' ? 'none' : foundAt(text, at));
    };
    return { line: number, value, blemish };
  } catch (error) {
    if (error instanceof Unreadable) return { line: number, wrong: blemishAt(error.at, error.expected) };
    throw error;
  }
};

const unreadableLine = (line: Exclude<Line, { readonly text: string }>): Blemish =>
  'tooLong' in line
    ? { line: line.number, column: 1, expected: 'a shorter line', found: 'one that is too long' }
    : {
        line: line.number,
        column: line.column,
        expected: 'UTF-8',
        found: `the byte 0x${line.strangeByte.toString(16).padStart(2, '0')}`,
      };
