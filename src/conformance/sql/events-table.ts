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
const shape = `{${names.map((name) => `"${name}":"JSON"`).join(',')}}`;
/** The value of a field as it stands in the line. */
const given = (name: string): string => `parts."${name}"`;
const isText = (name: string): string => `${given(name)} LIKE '"%'`;
const textOf = (name: string): string =>
  `CASE WHEN contains(${given(name)}, '\\') THEN json_extract_string(${given(name)}, '$') ELSE substring(${given(name)}, 2, length(${given(name)}) - 2) END`;
/** DuckDB makes numbers of texts and truths too. */
const isNumber = (name: string): string => `left(${given(name)}, 1) IN (${oneOf([...'-0123456789'])})`;
const numberOf = (name: string): string =>
  `CASE WHEN ${isNumber(name)} THEN TRY_CAST(${given(name)} AS DOUBLE) END`;

/** Whether a value is of a kind that the JSON Schema of its field allows. */
const fits = (name: string, schema: Readonly<Record<string, unknown>>): string => {
  const allowed = schema['enum'] as readonly string[] | undefined;
  if (allowed !== undefined) return `${given(name)} IN (${oneOf(allowed.map((each) => `"${each}"`))})`;
  const types = [schema['type'] ?? 'string'].flat() as unknown as readonly string[];
  const tests: Readonly<Record<string, string>> = {
    string: isText(name),
    number: `(${isNumber(name)} AND isfinite(${numberOf(name)}))`,
    boolean: `${given(name)} IN ('true', 'false')`,
  };
  return types.map((type) => tests[type] ?? 'FALSE').join(' OR ');
};

/** A field that does not hold what it should: whether it does is for the reader of histories to say. */
const doubtfulFields = fields.flatMap((name) => {
  const using = eventTypes.filter((type) => fieldsOf.get(type)!.some((field) => field.name === name));
  const field = fieldsOf.get(using[0]!)!.find((known) => known.name === name)!;
  const needing = using.filter((type) =>
    fieldsOf.get(type)!.some((known) => known.name === name && known.necessary),
  );
  return [
    `(${given(name)} IS NOT NULL AND COALESCE(NOT (${fits(name, field.schema)}), TRUE) AND what IN (${oneOf(using)}))`,
    ...(needing.length === 0 ? [] : [`(${given(name)} IS NULL AND what IN (${oneOf(needing)}))`]),
  ];
});

/** Whole numbers are written without a point, as JavaScript does. */
const place = `CASE WHEN ${isText('position')} THEN ${textOf('position')}
    WHEN (${numberOf('position')}) = TRY_CAST(${numberOf('position')} AS BIGINT)
      THEN CAST(TRY_CAST(${numberOf('position')} AS BIGINT) AS VARCHAR)
    ELSE CAST(${numberOf('position')} AS VARCHAR) END`;

/** What DuckDB takes for JSON and others do not (commas too many, numbers that are none), and null, which it drops. */
const lenient = String.raw`regexp_matches(body, ',\s*[}\]]|[:,\[]\s*-?([nN][aA][nN]|[iI][nN][fF]|null)')`;

const columnOf = (name: string, kind: 'text' | 'number'): string => {
  if (name === 'position') return place;
  return kind === 'number' ? numberOf(name) : `CASE WHEN ${isText(name)} THEN ${textOf(name)} END`;
};

/**
 * The events of a file of JSON lines, read by DuckDB. `doubtful` are lines that the reader of histories has to
 * look at itself: it alone says what is an event, and what is wrong with what is none.
 */
export const eventsOfLines = (lines: string): string => `
SELECT line, CASE WHEN doubtful THEN NULL ELSE what END AS "type",
${Object.entries(eventColumns)
  .filter(([name]) => name !== 'type')
  .map(([name, kind]) => `  CASE WHEN doubtful THEN NULL ELSE ${columnOf(name, kind)} END AS "${name}",`)
  .join('\n')}
  doubtful, CASE WHEN doubtful THEN body END AS body
FROM (
  SELECT line, body, parts, what,
    COALESCE(parts IS NULL OR what IS NULL OR what NOT IN (${oneOf(eventTypes)}) OR what IN ('started', 'ended')
      OR ${lenient}
      OR ${doubtfulFields.join('\n      OR ')}, TRUE) AS doubtful
  FROM (
    SELECT line, body, parts, CASE WHEN ${isText('type')} THEN ${textOf('type')} END AS what
    FROM (
      SELECT line, body,
        CASE WHEN json_valid(body) AND ltrim(body, ' \t\r') LIKE '{%' THEN json_transform(body, '${shape}') END AS parts
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
