/** The keys that lead from a document to a value in it. */
export type Trail = readonly (string | number)[];

/** A value and where in its document it stands. */
export interface Place {
  readonly value: unknown;
  readonly trail: Trail;
}

/** One step into a value. */
export type Step =
  | { readonly type: 'key'; readonly key: string | number }
  /** The first element of a list whose field `name` is `equals`: `[key="messaging.system"]`. */
  | { readonly type: 'element'; readonly name: string; readonly equals: string }
  /** The value of an object's first field: `.*`. Protocol Buffers write a "one of" so. */
  | { readonly type: 'only' }
  /** Every element of a list: `[]`. */
  | { readonly type: 'elements' }
  /** Every field of an object, as `{"key": …, "value": …}`: `{}`. */
  | { readonly type: 'entries' };

/** Where to begin, and the steps from there. */
export interface Path {
  /** The name that was given to a value (`$link`), or nothing: the record itself. */
  readonly start?: string;
  readonly steps: readonly Step[];
}

/** A text that is no path: where it stops being one, and what would have gone on. */
export class PathError extends Error {
  override readonly name = 'PathError';
}

const quoted = /"(?:[^"\\]|\\.)*"/y;
const grammar: readonly (readonly [pattern: RegExp, step: (match: RegExpExecArray) => Step])[] = [
  [/\[\]/y, () => ({ type: 'elements' })],
  [/\{\}/y, () => ({ type: 'entries' })],
  [/\[(\d+)\]/y, ([, index]) => ({ type: 'key', key: Number(index) })],
  [
    /\[([\w.-]+)=("(?:[^"\\]|\\.)*")\]/y,
    ([, name, text]) => ({ type: 'element', name: name!, equals: JSON.parse(text!) as string }),
  ],
  [/\.\*/y, () => ({ type: 'only' })],
  [/\.([^\s."$[\]{}*]+)/y, ([, key]) => ({ type: 'key', key: key! })],
  [
    new RegExp(`\\.(${quoted.source})`, 'y'),
    ([, text]) => ({ type: 'key', key: JSON.parse(text!) as string }),
  ],
];

/**
 * Reads a path: keys with dots between them (`data.order.id`), a key of any kind in quotes
 * (`attributes."service.name"`), a place in a list (`value[1]`), an element of a list by one of its fields
 * (`attributes[key="service.name"]`), and the value of an object's first field (`value.*`). Where many values
 * are wanted, `[]` takes every element of a list and `{}` every field of an object. A path begins at the record, or
 * with a name at the value that was given it (`$link.spanId`).
 *
 * @throws PathError with the column, and what would have gone on.
 * @example
 * readPath('links[0].attributes[key="messaging.message.id"].value.*');
 */
export const readPath = (text: string): Path => {
  const name = /^\$(\w+)/.exec(text);
  // A path that begins with a key is written without the dot before it.
  const rest = name === null ? text.replace(/^(?=[^.[{])/, '.') : text.slice(name[0].length);
  const offset = text.length - rest.length;
  const steps: Step[] = [];
  for (let at = 0; at < rest.length;) {
    const found = grammar
      .map(([pattern, step]) => ({ match: matchAt(pattern, rest, at), step }))
      .find(({ match }) => match !== null);
    if (found?.match == null) {
      throw new PathError(
        `expected a path, which goes wrong at its character ${Math.max(at + offset, 0) + 1}`,
      );
    }
    steps.push(found.step(found.match));
    at += found.match[0].length;
  }
  return name === null ? { steps } : { start: name[1]!, steps };
};

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Whether a path may lead to several values. */
export const isMany = ({ steps }: Path): boolean =>
  steps.some(({ type }) => type === 'elements' || type === 'entries');

/** The value that the steps lead to, or nothing: what is `null` counts as not there. */
export const valueAt = (value: unknown, steps: readonly Step[]): unknown => {
  let here = value;
  for (const step of steps) {
    const key = keyOf(here, step);
    if (key === undefined) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[key];
  }
  return here ?? undefined;
};

/** Where the steps lead; where they lead nowhere, how far they lead. */
export const trailAt = ({ value, trail }: Place, steps: readonly Step[]): Trail => {
  const keys: (string | number)[] = [...trail];
  let here = value;
  for (const step of steps) {
    const key = keyOf(here, step);
    if (key === undefined) break;
    keys.push(key);
    here = (here as Readonly<Record<string | number, unknown>>)[key];
  }
  return keys;
};

/** Every place that the steps lead to. */
export const placesAt = (start: Place, steps: readonly Step[]): readonly Place[] => {
  let places: readonly Place[] = [start];
  for (const step of steps) places = places.flatMap((place) => placesAfter(place, step));
  return places;
};

const placesAfter = ({ value, trail }: Place, step: Step): readonly Place[] => {
  if (step.type === 'elements') {
    return Array.isArray(value)
      ? value.map((each, index) => ({ value: each, trail: [...trail, index] }))
      : [];
  }
  if (step.type === 'entries') {
    return isObject(value)
      ? Object.entries(value).map(([key, each]) => ({ value: { key, value: each }, trail: [...trail, key] }))
      : [];
  }
  const key = keyOf(value, step);
  if (key === undefined) return [];
  return [{ value: (value as Readonly<Record<string | number, unknown>>)[key], trail: [...trail, key] }];
};

/** The key that one step takes in a value, or nothing if there is none for it. */
const keyOf = (value: unknown, step: Step): string | number | undefined => {
  switch (step.type) {
    case 'key':
      if (Array.isArray(value))
        return typeof step.key === 'number' && step.key < value.length ? step.key : undefined;
      return isObject(value) && Object.hasOwn(value, step.key) ? step.key : undefined;
    case 'element': {
      if (!Array.isArray(value)) return undefined;
      const index = value.findIndex(
        (each) => isObject(each) && Object.hasOwn(each, step.name) && each[step.name] === step.equals,
      );
      return index === -1 ? undefined : index;
    }
    case 'only':
      return isObject(value) ? Object.keys(value)[0] : undefined;
    case 'elements':
    case 'entries':
      return undefined;
  }
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
