type Schema = Readonly<Record<string, unknown>>;

/**
 * Whether a value is valid against a JSON Schema (draft 2020-12), for the part of the language that the
 * project's schemas use. Written from the specification and from nothing else; a keyword that it does not know
 * is an error here, though the specification says to ignore it.
 */
export const isValid = (schema: Schema, value: unknown): boolean => isValidIn(schema, schema, value);

const isValidIn = (root: Schema, schema: Schema, value: unknown): boolean =>
  Object.entries(schema).every(([keyword, given]) => {
    const check = keywords[keyword];
    if (check === undefined) throw new Error(`the keyword "${keyword}" is not known here`);
    return check(given, value, schema, root);
  });

type Keyword = (given: any, value: unknown, schema: Schema, root: Schema) => boolean;

const annotation: Keyword = () => true;

/** Keywords constrain only values of the type that they speak of (Validation, 6). */
const keywords: Readonly<Record<string, Keyword>> = {
  $schema: annotation,
  $id: annotation,
  title: annotation,
  description: annotation,
  $defs: annotation,
  // References within the document only, to one of its definitions.
  $ref: (given: string, value, _, root) =>
    isValidIn(
      root,
      (root['$defs'] as Readonly<Record<string, Schema>>)[given.slice('#/$defs/'.length)]!,
      value,
    ),
  type: (given: string, value) => isOfType(given, value),
  const: (given, value) => isEqual(given, value),
  enum: (given: readonly unknown[], value) => given.some((allowed) => isEqual(allowed, value)),
  minimum: (given: number, value) => typeof value !== 'number' || value >= given,
  maximum: (given: number, value) => typeof value !== 'number' || value <= given,
  pattern: (given: string, value) => typeof value !== 'string' || new RegExp(given, 'u').test(value),
  required: (given: readonly string[], value) =>
    !isObject(value) || given.every((name) => Object.hasOwn(value, name)),
  properties: (given: Readonly<Record<string, Schema>>, value, _, root) =>
    !isObject(value) ||
    Object.entries(given).every(
      ([name, part]) => !Object.hasOwn(value, name) || isValidIn(root, part, value[name]),
    ),
  additionalProperties: (given: Schema | boolean, value, { properties = {} }, root) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([name, part]) =>
        Object.hasOwn(properties as object, name) ||
        (typeof given === 'boolean' ? given : isValidIn(root, given, part)),
    ),
  items: (given: Schema, value, _, root) =>
    !Array.isArray(value) || value.every((item) => isValidIn(root, given, item)),
  anyOf: (given: readonly Schema[], value, _, root) => given.some((each) => isValidIn(root, each, value)),
};

const isOfType = (type: string, value: unknown): boolean => {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === type;
    default:
      throw new Error(`the type "${type}" is not known here`);
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schemas here compare nothing but strings and numbers. */
const isEqual = (allowed: unknown, value: unknown): boolean => {
  if (typeof allowed === 'object') throw new Error('equality of lists and objects is not known here');
  return allowed === value;
};
