/** What is wrong with a value, and to which part of it the keys lead. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  readonly expected: string;
  readonly found: string;
}

/** What a value has to look like, said once: to check it by, and to publish as JSON Schema (draft 2020-12). */
export interface Shape {
  /** The first thing wrong with the value, or nothing. */
  readonly check: (value: unknown) => Misfit | undefined;
  readonly schema: Schema;
}

export type Schema = Readonly<Record<string, unknown>>;

/** A shape without parts. */
const leaf = (expected: string, fits: (value: unknown) => boolean, schema: Schema): Shape => ({
  check: (value) => (fits(value) ? undefined : { path: [], expected, found: told(value) }),
  schema,
});

export const text: Shape = leaf('a string', (value) => typeof value === 'string', { type: 'string' });

export const truth: Shape = leaf('true or false', (value) => typeof value === 'boolean', { type: 'boolean' });

/** A whole number that is exact in every JSON reader: at most 2⁵³ − 1. */
export const wholeNumber: Shape = leaf(
  'a whole number from 0',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
);

/** Any value that JSON can hold; a number may be too large to be one. */
export const anything: Shape = {
  check: (value) => {
    if (typeof value === 'number' && !Number.isFinite(value))
      return { path: [], expected: 'a number that is finite as a double', found: String(value) };
    if (typeof value !== 'object' || value === null) return undefined;
    return firstMisfit(Object.entries(value), ([key, part]) =>
      inside(Array.isArray(value) ? Number(key) : key, anything.check(part)),
    );
  },
  schema: {},
};

export const matching = (expected: string, pattern: RegExp): Shape =>
  leaf(expected, (value) => typeof value === 'string' && pattern.test(value), {
    type: 'string',
    pattern: pattern.source,
  });

export const exactly = (...values: readonly (string | number)[]): Shape =>
  leaf(
    values.map((value) => JSON.stringify(value)).join(' or '),
    (value) => values.some((allowed) => allowed === value),
    values.length === 1 ? { const: values[0] } : { enum: values },
  );

export const listOf = (item: Shape): Shape => ({
  check: (value) =>
    Array.isArray(value)
      ? firstMisfit([...value.entries()], ([index, part]) => inside(index, item.check(part)))
      : { path: [], expected: 'a list', found: told(value) },
  schema: { type: 'array', items: item.schema },
});

export const recordOf = (part: Shape): Shape => ({
  check: (value) =>
    isRecord(value)
      ? firstMisfit(Object.entries(value), ([key, each]) => inside(key, part.check(each)))
      : { path: [], expected: 'an object', found: told(value) },
  schema: { type: 'object', additionalProperties: part.schema },
});

/** Either, said in the words of both when it is neither. */
export const either = (expected: string, first: Shape, second: Shape): Shape => ({
  check: (value) => {
    const misfits = [first.check(value), second.check(value)];
    if (misfits.includes(undefined)) return undefined;
    // What is wrong deep within one of them says more than that it is neither.
    const deep = misfits.find((misfit) => misfit!.path.length > 0);
    return deep ?? { path: [], expected, found: told(value) };
  },
  schema: { anyOf: [first.schema, second.schema] },
});

/** A field that may be left out. */
export const optional = (shape: Shape): Shape & { readonly isOptional: true } => ({
  ...shape,
  isOptional: true,
});

export type Fields = Readonly<Record<string, Shape & { readonly isOptional?: true }>>;

/**
 * An object with these fields. `others`: a closed object refuses any other field, for a misspelt one would
 * be passed over in silence; an open one is somebody else's and may hold anything.
 */
export const objectOf = (fields: Fields, others: 'refused' | 'kept' = 'refused'): Shape => {
  const names = Object.keys(fields);
  const necessary = names.filter((name) => fields[name]!.isOptional !== true);
  const parts = Object.fromEntries(names.map((name) => [name, fields[name]!.schema]));
  return {
    check: (value) => {
      if (!isRecord(value)) return { path: [], expected: 'an object', found: told(value) };
      const misfit = firstMisfit(names, (name) => {
        if (Object.hasOwn(value, name)) return inside(name, fields[name]!.check(value[name]));
        return necessary.includes(name)
          ? { path: [], expected: `the field "${name}"`, found: 'none' }
          : undefined;
      });
      if (misfit !== undefined) return misfit;
      const strangers = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
      if (others === 'kept') {
        return firstMisfit(strangers, (name) => inside(name, anything.check(value[name])));
      }
      const [stranger] = strangers;
      return stranger === undefined
        ? undefined
        : { path: [stranger], expected: `no field but ${names.join(', ')}`, found: `"${stranger}"` };
    },
    schema: {
      type: 'object',
      properties: parts,
      required: necessary,
      ...(others === 'refused' ? { additionalProperties: false } : {}),
    },
  };
};

/** One of several kinds of object, told apart by their field `type`. */
export const oneOf = (kinds: Readonly<Record<string, Fields>>): Shape => {
  const shapes = new Map(
    Object.entries(kinds).map(([type, fields]) => [type, objectOf({ type: exactly(type), ...fields })]),
  );
  const types = objectOf({ type: exactly(...shapes.keys()) }, 'kept');
  return {
    check: (value) => types.check(value) ?? shapes.get((value as { type: string }).type)!.check(value),
    schema: { anyOf: [...shapes.values()].map(({ schema }) => schema) },
  };
};

const inside = (key: string | number, misfit: Misfit | undefined): Misfit | undefined =>
  misfit === undefined ? undefined : { ...misfit, path: [key, ...misfit.path] };

const firstMisfit = <T>(items: readonly T[], check: (item: T) => Misfit | undefined): Misfit | undefined => {
  for (const item of items) {
    const misfit = check(item);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const told = (value: unknown): string => {
  const written = JSON.stringify(value);
  return written.length <= 40 ? written : `${written.slice(0, 39)}…`;
};
