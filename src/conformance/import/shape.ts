import {
  either,
  exactly,
  listOf,
  matching,
  objectOf,
  optional,
  recordOf,
  text,
  truth,
} from '../../counterexample/file/shape.ts';
import type { Fields, Misfit, Shape } from '../../counterexample/file/shape.ts';
import { fieldsOf } from '../fields.ts';
import { units } from './mapping.ts';
import type { Group, Mapping, Rule } from './mapping.ts';
import { isObject, PathError, readPath } from './path.ts';

const claimFields = fieldsOf
  .get('started')!
  .filter(({ name: field }) => field !== 'at' && field !== 'complete');

const misfit = (expected: string, value: unknown): Misfit => ({
  path: [],
  expected,
  found: JSON.stringify(value),
});

const finite: Shape = {
  check: (value) => (Number.isFinite(value) ? undefined : misfit('a finite number', value)),
  schema: { type: 'number' },
};

const constant = either('a string, a finite number, true or false', either('', text, truth), finite);

const path: Shape = {
  check: (value) => {
    const wrong = text.check(value);
    if (wrong !== undefined) return wrong;
    try {
      readPath(value as string);
      return undefined;
    } catch (error) {
      if (error instanceof PathError) return misfit(error.message.replace(/^expected /, ''), value);
      throw error;
    }
  },
  schema: text.schema,
};

const name = matching('a name of letters, digits and _', /^\w+$/);

/** An object that is told from others by which of these fields it has. */
const byField = (expected: string, kinds: Readonly<Record<string, Shape>>): Shape => ({
  check: (value) => {
    if (!isObject(value)) return misfit(expected, value);
    const kind = Object.keys(kinds).find((field) => Object.hasOwn(value, field));
    return kind === undefined ? misfit(expected, value) : kinds[kind]!.check(value);
  },
  schema: { anyOf: Object.values(kinds).map(({ schema }) => schema) },
});

/** A simple value, or an object: what is wrong within the object is said in its words. */
const orObject = (expected: string, simple: Shape, object: Shape): Shape => ({
  check: (value) => {
    if (isObject(value)) return object.check(value);
    return simple.check(value) === undefined ? undefined : misfit(expected, value);
  },
  schema: { anyOf: [simple.schema, object.schema] },
});

const alternatives = objectOf({
  from: either('a path or a list of paths', path, listOf(path)),
  table: optional(recordOf(constant)),
  unit: optional(exactly(...units)),
  otherwise: optional(constant),
});

const part = orObject('a path, or an object with "from"', path, alternatives);

const origins = byField('a path, or an object with "from", "constant" or "join"', {
  constant: objectOf({ constant }),
  join: objectOf({ join: listOf(part), with: text }),
  from: alternatives,
});

/** A text is a path; what is wrong with it as a path is said as such. */
const source: Shape = {
  check: (value) => (typeof value === 'string' ? path.check(value) : origins.check(value)),
  schema: { anyOf: [path.schema, origins.schema] },
};

const conditions = recordOf(
  orObject(
    'a constant, a list of constants, or an object with "not" or "present"',
    either('', constant, listOf(constant)),
    byField('an object with "not" or "present"', {
      not: objectOf({ not: listOf(constant) }),
      present: objectOf({ present: truth }),
    }),
  ),
);

const each = listOf(objectOf({ name, in: path, when: optional(conditions) }));
const sides = listOf(exactly('submitting', 'delivering'));

/** The fields of an event are checked where the rule is compiled, for they hang on its type. */
const event: Shape = {
  check: (value) =>
    recordOf(source).check(value) ??
    ((value as object) && Object.hasOwn(value as object, 'type')
      ? undefined
      : { path: [], expected: 'the field "type"', found: 'none' }),
  schema: { type: 'object', required: ['type'], additionalProperties: source.schema },
};

const said = byField('an event, with "type", or a group of events, with "each"', {
  each: objectOf({ each, events: listOf(event), opens: optional(sides) } satisfies Record<
    keyof Group,
    Shape
  >),
  type: event,
});

const rule = objectOf({
  note: optional(text),
  when: optional(conditions),
  events: listOf(said),
  opens: optional(sides),
} satisfies Record<keyof Rule, Shape>);

/** The very fields of `started`. */
const claims: Shape = {
  check: (value) => {
    if (!isObject(value)) return misfit('an object', value);
    for (const [claim, given] of Object.entries(value)) {
      const field = claimFields.find((known) => known.name === claim);
      if (field === undefined) {
        const expected = `no field but ${claimFields.map((known) => known.name).join(', ')}`;
        return { path: [claim], expected, found: `"${claim}"` };
      }
      if (!field.fits(given)) return { ...misfit(field.words, given), path: [claim] };
    }
    return undefined;
  },
  schema: {
    type: 'object',
    properties: Object.fromEntries(claimFields.map(({ name: field, schema }) => [field, schema])),
    additionalProperties: false,
  },
};

const fields = {
  schemaVersion: exactly(1),
  $schema: optional(text),
  title: optional(text),
  source: optional(text),
  extends: optional(text),
  format: optional(exactly('JSON', 'EDN')),
  records: optional(each),
  names: optional(recordOf(source)),
  order: optional(exactly('file', 'time')),
  complete: optional(objectOf({ submitting: truth, delivering: truth })),
  drained: optional(text),
  claims: optional(claims),
  rules: optional(listOf(rule)),
} satisfies Record<keyof Mapping, Shape> & Fields;

/** What a mapping file looks like. */
export const mappingShape = objectOf(fields);

/** The JSON Schema of mapping files, as `spec/mapping.schema.json` publishes it. */
export const mappingSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A mapping of onceproof',
  description: 'How the records of another system become the events of a history. See importing.md.',
  ...mappingShape.schema,
};
