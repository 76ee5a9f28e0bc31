import { eventTypes, fieldsOf } from '../fields.ts';
import { oneOf } from './part.ts';

/** The columns of the table of events beside `line`: the fields of the vocabulary that decide something. */
export const eventColumns: Readonly<Record<string, 'text' | 'number'>> = {
  type: 'text',
  message: 'text',
  process: 'text',
  at: 'number',
  key: 'text',
  digest: 'text',
  destination: 'text',
  group: 'text',
  consumer: 'text',
  position: 'text',
  transaction: 'text',
  reason: 'text',
};

/** Every field that the reader looks at, in any event. */
const fields = [...new Set(eventTypes.flatMap((type) => fieldsOf.get(type)!.map(({ name }) => name)))];
const names = ['type', ...fields];
const paths = `[${names.map((name) => `'$."${name}"'`).join(', ')}]`;
const kindOf = (name: string): string => `kinds[${names.indexOf(name) + 1}]`;
const valueOf = (name: string): string => `found[${names.indexOf(name) + 1}]`;

/** The types of JSON values by which DuckDB tells what a field may hold, by the JSON Schema of the field. */
const kindsFor = (schema: Readonly<Record<string, unknown>>): readonly string[] => {
  const types = [schema['type'] ?? 'string'].flat() as unknown as readonly string[];
  return types.flatMap((type) => {
    if (type === 'string') return ['VARCHAR'];
    if (type === 'number') return ['UBIGINT', 'BIGINT', 'DOUBLE'];
    return type === 'boolean' ? ['BOOLEAN'] : [];
  });
};

/** A field that does not hold what it should: whether it does is for the reader of histories to say. */
const doubtfulFields = fields.map((name) => {
  const using = eventTypes.filter((type) => fieldsOf.get(type)!.some((field) => field.name === name));
  const field = fieldsOf.get(using[0]!)!.find((known) => known.name === name)!;
  const kinds = oneOf(kindsFor(field.schema));
  const needing = using.filter((type) =>
    fieldsOf.get(type)!.some((known) => known.name === name && known.necessary),
  );
  const missing = needing.length === 0 ? '' : ` OR (what IN (${oneOf(needing)}) AND ${kindOf(name)} IS NULL)`;
  const wrong = kinds === '' ? `${kindOf(name)} IS NOT NULL` : `${kindOf(name)} NOT IN (${kinds})`;
  return `(what IN (${oneOf(using)}) AND ${wrong})${missing}`;
});

/** Whole numbers are written without a point, as JavaScript does. */
const place = `CASE WHEN ${kindOf('position')} = 'VARCHAR' THEN ${valueOf('position')}
    WHEN TRY_CAST(${valueOf('position')} AS DOUBLE) = TRY_CAST(TRY_CAST(${valueOf('position')} AS DOUBLE) AS BIGINT)
      THEN CAST(TRY_CAST(TRY_CAST(${valueOf('position')} AS DOUBLE) AS BIGINT) AS VARCHAR)
    ELSE CAST(TRY_CAST(${valueOf('position')} AS DOUBLE) AS VARCHAR) END`;

/** What DuckDB takes for JSON and others do not: commas too many, numbers that are none. */
const lenient = String.raw`regexp_matches(body, '(?i),\s*[}\]]|[:,\[]\s*-?(nan|inf)')`;

/**
 * The events of a file of JSON lines, read by DuckDB. `doubtful` are lines that the reader of histories has to
 * look at itself: it alone says what is an event, and what is wrong with what is none.
 */
export const eventsOfLines = (lines: string): string => `
SELECT line,
  CASE WHEN doubtful THEN NULL ELSE what END AS "type",
${Object.entries(eventColumns)
  .filter(([name]) => name !== 'type')
  .map(([name, kind]) => {
    if (name === 'position') return `  ${place} AS "position",`;
    const value = kind === 'number' ? `TRY_CAST(${valueOf(name)} AS DOUBLE)` : valueOf(name);
    return `  CASE WHEN doubtful THEN NULL ELSE ${value} END AS "${name}",`;
  })
  .join('\n')}
  doubtful, CASE WHEN doubtful THEN body END AS body
FROM (
  SELECT line, body, found, kinds, ${valueOf('type')} AS what,
    COALESCE(NOT is_json OR ${kindOf('type')} <> 'VARCHAR' OR ${valueOf('type')} NOT IN (${oneOf(eventTypes)})
      OR ${valueOf('type')} IN ('started', 'ended')
      OR (${kindOf('at')} IS NOT NULL AND NOT isfinite(TRY_CAST(${valueOf('at')} AS DOUBLE)))
      OR ${lenient}
      OR ${doubtfulFields.map((condition) => condition.replaceAll('what IN', `${valueOf('type')} IN`)).join('\n      OR ')},
      TRUE) AS doubtful
  FROM (
    SELECT line, body, is_json,
      CASE WHEN is_json THEN json_extract_string(body, ${paths}) END AS found,
      CASE WHEN is_json THEN json_type(body, ${paths}) END AS kinds
    FROM (SELECT line, body, json_valid(body) AND json_type(CASE WHEN json_valid(body) THEN body ELSE '0' END) = 'OBJECT' AS is_json
      FROM (${lines}) WHERE trim(body, ' \t\r') <> '')))`;

/** The lines of a file with their numbers. What is empty has no body. */
export const linesOfFile = (file: string): string =>
  `SELECT row_number() OVER () AS line, body FROM read_csv('${file.replaceAll("'", "''")}',
    columns = {'body': 'VARCHAR'}, header = false, delim = '\x01', quote = '', escape = '', auto_detect = false,
    strict_mode = false, max_line_size = 1048576)`;

/** The rows of a Parquet file as the same table; a column that it does not have is empty. */
export const eventsOfParquet = (file: string, present: ReadonlySet<string>): string => `
SELECT line,
${Object.entries(eventColumns)
  .map(([name, kind]) => {
    const type = kind === 'number' ? 'DOUBLE' : 'VARCHAR';
    return `  CAST(${present.has(name) ? `"${name}"` : 'NULL'} AS ${type}) AS "${name}",`;
  })
  .join('\n')}
  FALSE AS doubtful, NULL::VARCHAR AS body
FROM (SELECT row_number() OVER () AS line, * FROM read_parquet('${file.replaceAll("'", "''")}'))`;
