import { reasons } from './event.ts';
import type { HistoryEvent } from './event.ts';

/** What a value must be: in words, as a test, and as JSON Schema has it. */
export interface Shape {
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** A field of an event that is looked at. */
export interface Field extends Shape {
  readonly name: string;
  readonly necessary: boolean;
  /** What to take where an optional field is missing. */
  readonly otherwise?: string;
}

const text: Shape = {
  words: 'a string',
  fits: (value) => typeof value === 'string',
  schema: { type: 'string' },
};
const truth: Shape = {
  words: 'true or false',
  fits: (value) => typeof value === 'boolean',
  schema: { type: 'boolean' },
};
// 1e999 is read as Infinity, which no clock shows.
const number: Shape = {
  words: 'a finite number',
  fits: (value) => Number.isFinite(value),
  schema: { type: 'number' },
};
const length: Shape = {
  words: 'a finite number, not negative',
  fits: (value) => Number.isFinite(value) && (value as number) >= 0,
  schema: { type: 'number', minimum: 0 },
};
const place: Shape = {
  words: 'a string or a finite number',
  fits: (value) => text.fits(value) || number.fits(value),
  schema: { anyOf: [text.schema, number.schema] },
};
const texts: Shape = {
  words: 'an array of strings',
  fits: (value) => Array.isArray(value) && value.every(text.fits),
  schema: { type: 'array', items: text.schema },
};
const oneOf = (values: readonly string[]): Shape => ({
  words: `one of ${values.join(', ')}`,
  fits: (value) => values.includes(value as string),
  schema: { enum: values },
});

const objectIn = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;

const window: Shape = {
  words: '{"messages":n} or {"milliseconds":n}, n not negative',
  fits: (value) => {
    const units = Object.entries(objectIn(value) ?? {});
    return units.length === 1 && units.every(([unit, size]) => isUnit(unit) && length.fits(size));
  },
  schema: {
    anyOf: ['messages', 'milliseconds'].map((unit) => ({
      type: 'object',
      properties: { [unit]: length.schema },
      required: [unit],
      additionalProperties: false,
    })),
  },
};
const isUnit = (name: string): boolean => name === 'messages' || name === 'milliseconds';

const completeness: Shape = {
  words: '{"submitting":true or false,"delivering":true or false}',
  fits: (value) => {
    const object = objectIn(value);
    if (object === undefined) return false;
    return ['submitting', 'delivering'].every(
      (side) => !Object.hasOwn(object, side) || truth.fits(object[side]),
    );
  },
  schema: { type: 'object', properties: { submitting: truth.schema, delivering: truth.schema } },
};

const necessary = (name: string, shape: Shape): Field => ({ ...shape, name, necessary: true });
const optional = (name: string, shape: Shape, otherwise?: string): Field => ({
  ...shape,
  name,
  necessary: false,
  ...(otherwise === undefined ? {} : { otherwise }),
});

const at = optional('at', number);
const process = optional('process', text);
const described = (by: string): readonly Field[] => [
  necessary('message', text),
  optional('process', text, by),
  optional('incarnation', number),
  optional('redelivered', truth),
  optional('attempt', number),
  optional('key', text),
  optional('digest', text),
  optional('destination', text),
  optional('transaction', text),
  at,
];
const submitting = described('producer');
const receiving = [
  ...described('consumer'),
  optional('group', text),
  optional('consumer', text),
  optional('position', place),
];
const interest = [
  process,
  optional('group', text),
  optional('consumer', text),
  optional('destination', text),
  at,
];
const transaction = [necessary('transaction', text), process, at];
const happened = [necessary('process', text), at];
const drain = [optional('group', text), optional('how', text), at];

/** The fields of each type of event that are looked at. Any other field is the recorder's own. */
export const fieldsOf: ReadonlyMap<unknown, readonly Field[]> = new Map<
  HistoryEvent['type'],
  readonly Field[]
>([
  ['submitted', submitting],
  ['accepted', submitting],
  ['confirmed', submitting],
  ['rejected', submitting],
  ['abandoned', submitting],
  ['delivered', receiving],
  ['processed', receiving],
  ['settled', receiving],
  ['discarded', [...receiving, necessary('reason', oneOf(reasons))]],
  ['subscribed', interest],
  ['unsubscribed', interest],
  ['began', transaction],
  ['committed', transaction],
  ['aborted', transaction],
  ['crashed', happened],
  ['restarted', happened],
  ['fault', [at]],
  ['faults', [necessary('on', truth), at]],
  ['draining', drain],
  ['drained', drain],
  [
    'started',
    [
      optional('run', text),
      optional('promises', texts),
      optional('groups', texts),
      optional('window', window),
      optional('quiet', length),
      optional('complete', completeness),
      at,
    ],
  ],
  ['ended', [optional('run', text), optional('complete', completeness), at]],
]);

/** The names of all types of events. */
export const eventTypes = [...fieldsOf.keys()] as readonly HistoryEvent['type'][];

/** The field that every event has. */
export const typeField: Field = {
  ...oneOf(eventTypes),
  name: 'type',
  necessary: true,
  fits: (value) => fieldsOf.has(value),
};
