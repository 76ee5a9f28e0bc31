import type { HistoryEvent } from './event.ts';
import { fieldsOf, typeField } from './fields.ts';
import type { Field } from './fields.ts';
import { longestLine } from './lines.ts';
import type { Line } from './lines.ts';
import { foundAt, scan } from './scan.ts';

/** What is wrong with a line, and where: columns count from 1, in UTF-16 code units as editors do. */
export interface Complaint {
  readonly column: number;
  readonly expected: string;
  readonly found: string;
}

export type { HistoryEvent, Mark } from './event.ts';

/** A line that is not blank: its event, or what is wrong with it. */
export type Entry = { readonly line: number } & (
  { readonly event: HistoryEvent } | { readonly complaint: Complaint }
);

/** `expected a string, found 7` */
export const wordsOf = ({ expected, found }: Complaint): string => `expected ${expected}, found ${found}`;

/** The entries of a history, in the order of its lines. Blank lines are passed over. */
export async function* entriesOf(lines: AsyncIterable<Line>): AsyncGenerator<Entry> {
  for await (const line of lines) {
    const entry = entryOf(line);
    if (entry !== undefined) yield entry;
  }
}

/** What a line holds; nothing if it is blank. */
export const entryOf = (line: Line): Entry | undefined => {
  if ('text' in line) {
    return blank.test(line.text) ? undefined : { line: line.number, ...readEvent(line.text) };
  }
  const complaint =
    'tooLong' in line
      ? { column: 1, expected: `a line of at most ${longestLine} bytes`, found: 'a longer one' }
      : { column: line.column, expected: 'UTF-8', found: `the byte 0x${hexadecimal(line.strangeByte)}` };
  return { line: line.number, complaint };
};

const blank = /^[ \t\r]*$/;
const hexadecimal = (byte: number): string => byte.toString(16).padStart(2, '0');

const readEvent = (text: string): { event: HistoryEvent } | { complaint: Complaint } => {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { complaint: notAnObject(text) };
  }
  const given = value as Readonly<Record<string, unknown>>;
  const event: Record<string, unknown> = {};
  const fields = [typeField, ...(fieldsOf.get(given['type']) ?? [])];
  for (const field of fields) {
    const { name } = field;
    const present = Object.hasOwn(given, name);
    if (present ? !field.fits(given[name]) : field.necessary) return { complaint: wrongField(text, field) };
    const worth = present ? given[name] : field.otherwise;
    if (worth !== undefined) event[name] = worth;
  }
  const others = othersIn(given, fields);
  if (others !== undefined) event['others'] = others;
  return { event: event as unknown as HistoryEvent };
};

/** The fields that nobody looks at. They are kept where nothing inherits them, for one may be named `__proto__`. */
const othersIn = (
  given: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
): Readonly<Record<string, unknown>> | undefined => {
  const names = Object.keys(given).filter((name) => !fields.some((field) => field.name === name));
  if (names.length === 0) return undefined;
  const others = Object.create(null) as Record<string, unknown>;
  for (const name of names) others[name] = given[name];
  return others;
};

/** The value of a line, or nothing if it is not JSON: no line of JSON has the value undefined. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const notAnObject = (text: string): Complaint => {
  const seen = scan(text);
  if ('problem' in seen) return complaintAt(text, seen.problem.at, seen.problem.expected);
  return complaintAt(text, text.search(/[^ \t\r]/), 'an event, which is a JSON object');
};

const wrongField = (text: string, { name, words: expected }: Field): Complaint => {
  const seen = scan(text);
  const place = 'places' in seen ? seen.places.get(name) : undefined;
  return place === undefined
    ? complaintAt(text, text.lastIndexOf('}'), `a field "${name}", ${expected}`)
    : complaintAt(text, place, `"${name}" to be ${expected}`);
};

const complaintAt = (text: string, place: number, expected: string): Complaint => ({
  column: place + 1,
  expected,
  found: foundAt(text, place),
});
