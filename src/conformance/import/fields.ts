import type { HistoryEvent } from '../event.ts';
import { eventTypes, fieldsOf, typeField } from '../fields.ts';
import type { Field } from '../fields.ts';
import { exactText, textOf } from './convert.ts';

/**
 * What a mapping may write. Where the recording begins and ends, and what is claimed of it, is not for a record
 * to say.
 */
export const writableTypes: readonly HistoryEvent['type'][] = eventTypes.filter(
  (type) => type !== 'started' && type !== 'ended',
);

const fieldsByName: ReadonlyMap<string, Field> = new Map(
  [typeField, ...writableTypes.flatMap((type) => fieldsOf.get(type)!)].map((field) => [field.name, field]),
);

export const writableFields: readonly string[] = [...fieldsByName.keys()];

export const necessaryFields = (type: string): readonly string[] =>
  (fieldsOf.get(type) ?? []).filter(({ necessary }) => necessary).map(({ name }) => name);

/** Whether events of this type have the field at all. */
export const hasField = (type: string, name: string): boolean =>
  name === 'type' || (fieldsOf.get(type) ?? []).some((field) => field.name === name);

/** What a field must be, in words. */
export const wordsFor = (name: string): string => {
  if (name === 'type') return `one of ${writableTypes.join(', ')}`;
  const { schema, words } = fieldsByName.get(name)!;
  return schema['type'] === 'string' ? exactText : words;
};

/** A value as the field wants it, or nothing: a number becomes a text, and a text of digits a number. */
export const valueFor = (name: string, value: unknown): string | number | boolean | undefined => {
  const field = fieldsByName.get(name)!;
  if (name === 'type') return writableTypes.find((type) => type === value);
  const candidates = [value, textOf(value), numberIn(value)];
  return candidates.find((candidate) => candidate !== undefined && field.fits(candidate)) as
    string | number | boolean | undefined;
};

const numberIn = (value: unknown): number | undefined =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
