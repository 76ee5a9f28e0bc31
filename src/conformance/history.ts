import type { MessageObservation, ProcessObservation } from '../model/observation.ts';
import { longestLine } from './lines.ts';
import type { Line } from './lines.ts';
import { foundAt, scan } from './scan.ts';

interface Stamp {
  /** Milliseconds on the recorder's clock. The order of events is that of the lines, whatever this says. */
  readonly at?: number;
}

/** What only a recorder knows of an observation. */
interface Receipt {
  /** Which life of the process it was. */
  readonly incarnation?: number;
  /** What the broker said, where its protocol has such a flag. */
  readonly redelivered?: boolean;
}

/** A phase of the run, not an observation: no guarantee sees it, only the judge. */
export type Mark =
  /** One fault was injected. */
  | { readonly type: 'fault' }
  | { readonly type: 'faults'; readonly on: boolean }
  /**
   * `draining`: from here on the run only waits for what is under way. `drained`: whatever could still arrive
   * has arrived. `ended`: the recording is complete.
   */
  | { readonly type: 'draining' | 'drained' | 'ended' };

/** One line of a recorded history. */
export type HistoryEvent =
  (MessageObservation & Receipt & Stamp) | (ProcessObservation & Stamp) | (Mark & Stamp);

/** What is wrong with a line, and where: columns count from 1, in UTF-16 code units as editors do. */
export interface Complaint {
  readonly column: number;
  readonly expected: string;
  readonly found: string;
}

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

const entryOf = (line: Line): Entry | undefined => {
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

interface Field {
  readonly name: string;
  readonly necessary: boolean;
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
  /** What to take where an optional field is missing. */
  readonly otherwise?: string;
}

const isString = (value: unknown): boolean => typeof value === 'string';
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
// 1e999 is read as Infinity, which no clock shows.
const isFinite = (value: unknown): boolean => Number.isFinite(value);

const necessary = (name: string, expected: string, fits: Field['fits']): Field => ({
  name,
  necessary: true,
  expected,
  fits,
});
const optional = (name: string, expected: string, fits: Field['fits']): Field => ({
  name,
  necessary: false,
  expected,
  fits,
});
const at = optional('at', 'a finite number', isFinite);

const observed = (process: string): readonly Field[] => [
  necessary('message', 'a string', isString),
  { ...optional('process', 'a string', isString), otherwise: process },
  optional('incarnation', 'a finite number', isFinite),
  optional('redelivered', 'true or false', isBoolean),
  at,
];
const happened = [necessary('process', 'a string', isString), at];

/** The fields of each type of event that are looked at. Any other field is the recorder's own and is dropped. */
const fieldsOf: ReadonlyMap<unknown, readonly Field[]> = new Map<HistoryEvent['type'], readonly Field[]>([
  ['submitted', observed('producer')],
  ['accepted', observed('producer')],
  ['confirmed', observed('producer')],
  ['rejected', observed('producer')],
  ['abandoned', observed('producer')],
  ['delivered', observed('consumer')],
  ['settled', observed('consumer')],
  ['crashed', happened],
  ['restarted', happened],
  ['fault', [at]],
  ['faults', [necessary('on', 'true or false', isBoolean), at]],
  ['draining', [at]],
  ['drained', [at]],
  ['ended', [at]],
]);

const type = necessary('type', `one of ${[...fieldsOf.keys()].join(', ')}`, (value) => fieldsOf.has(value));

const readEvent = (text: string): { event: HistoryEvent } | { complaint: Complaint } => {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { complaint: notAnObject(text) };
  }
  const given = value as Readonly<Record<string, unknown>>;
  const event: Record<string, unknown> = {};
  for (const field of [type, ...(fieldsOf.get(given['type']) ?? [])]) {
    const { name } = field;
    const present = Object.hasOwn(given, name);
    if (present ? !field.fits(given[name]) : field.necessary) return { complaint: wrongField(text, field) };
    const worth = present ? given[name] : field.otherwise;
    if (worth !== undefined) event[name] = worth;
  }
  return { event: event as unknown as HistoryEvent };
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

const wrongField = (text: string, { name, expected }: Field): Complaint => {
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
