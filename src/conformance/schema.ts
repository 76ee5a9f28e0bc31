import { eventTypes, fieldsOf } from './fields.ts';
import type { Field } from './fields.ts';

/** What a line of one type must be: what the reader accepts, made from the very fields that it looks at. */
const schemaOf = (type: string, fields: readonly Field[]) => ({
  type: 'object',
  properties: {
    type: { const: type },
    ...Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
  },
  required: ['type', ...fields.filter(({ necessary }) => necessary).map(({ name }) => name)],
});

/** The JSON Schema of one line of a history, as `spec/history.schema.json` publishes it. */
export const historySchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'One event of a recorded history',
  description: 'One line of a file. See history.md.',
  anyOf: eventTypes.map((type) => schemaOf(type, fieldsOf.get(type)!)),
};
