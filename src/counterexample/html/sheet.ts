import { textOf } from '../../model/plain.ts';

/** A group of facts about a state, under one title. */
export interface Sheet {
  readonly title: string;
  /** What the title means, where that needs saying. */
  readonly subtitle?: string;
  readonly entries: readonly Entry[];
}

/** A fact with a name: a list of items, in which one can see what came and what went. */
export interface Entry {
  readonly name: string;
  readonly items: readonly Item[];
}

export interface Item {
  readonly text: string;
  /** The whole of it, where the text is an abbreviation. */
  readonly full?: string;
}

/** A value as items: those of a list one by one, anything else as one. */
export const itemsOf = (value: unknown): readonly Item[] =>
  Array.isArray(value) ? value.map(itemOf) : [itemOf(value)];

/**
 * A value in short: a message is its id and its payload, a name is itself; everything else is canonical JSON.
 *
 * @example
 * itemOf({ id: 'm0', payload: 'hello' }); // { text: 'm0 "hello"', full: '{"id":"m0","payload":"hello"}' }
 */
export const itemOf = (value: unknown): Item => {
  const full = textOf(value);
  const text = brief(value);
  return text === full ? { text } : { text, full };
};

const brief = (value: unknown): string => {
  if (typeof value === 'string')
    return /^\p{L}[\p{L}\p{N} .:_-]*$/u.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(brief).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return textOf(value);
  const fields = Object.entries(value);
  if (isMessage(value)) return `${value.id} ${JSON.stringify(value.payload)}`;
  return `{${fields.map(([name, part]) => `${name}: ${brief(part)}`).join(', ')}}`;
};

const isMessage = (value: object): value is { readonly id: string; readonly payload: string } =>
  Object.keys(value).toSorted().join() === 'id,payload' &&
  Object.values(value).every((part) => typeof part === 'string');
