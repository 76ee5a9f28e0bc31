import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { replay } from '../../model/trace.ts';
import type { Budget, World } from '../../model/world.ts';
import type { Violation } from '../../explore/verdict.ts';
import { digestOf } from '../token/digest.ts';
import { readJson } from './json.ts';
import type { Mistake } from './json.ts';
import { documentShape } from './schema.ts';
import type { TraceDocument } from './schema.ts';

/** A document of a trace: of its actions those that are possible where they stand. */
export const traceDocument = (
  model: WorldModel,
  guarantee: string,
  actions: readonly Action[],
  {
    violation,
    file,
  }: { readonly violation?: Violation | undefined; readonly file?: string | undefined } = {},
): TraceDocument => ({
  schemaVersion: 1,
  protocol: model.protocol.name,
  ...(file === undefined ? {} : { file }),
  guarantee,
  world: model.world,
  ...(violation === undefined ? {} : { clause: violation.clause }),
  digest: digestOf(model, actions),
  trace: replay(model, actions).map(({ action }) => action),
});

/** The text of a document, as it is kept: a line for each action, so that a change of one is a line in a diff. */
export const textOfDocument = ({ trace, comment, ...head }: TraceDocument): string => {
  const fields = Object.entries({ ...head, ...(comment === undefined ? {} : { comment }) });
  const lines = fields.map(([name, value]) => {
    const written = JSON.stringify(value, name === 'world' ? boundless : undefined);
    return `  ${JSON.stringify(name)}: ${written},\n`;
  });
  const actions = trace.map((action) => `\n    ${JSON.stringify(action)}`);
  return `{\n${lines.join('')}  "trace": [${actions.join(',')}\n  ]\n}\n`;
};

/** JSON has no infinity, which a world may have as its capacity. */
const boundless = (_: string, value: unknown): unknown => (value === Infinity ? 'unlimited' : value);

/** A document that is none; the message says what was expected and where, the place says where in the text. */
export class TraceFileError extends Error {
  override readonly name = 'TraceFileError';
  readonly line: number;
  readonly column: number;

  constructor({ line, column, message }: Mistake) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/**
 * Reads a document from its text. Fields that it does not know are refused, for a misspelt one would be passed
 * over in silence; `$schema` and `comment` are there for editors and reviewers. What packets carry is the
 * protocol's own.
 *
 * @throws TraceFileError with the line, the column, and the path of what is wrong.
 */
export const readTraceDocument = (json: string): TraceDocument => {
  const read = readJson(json);
  if ('message' in read) throw new TraceFileError(read);
  const misfit = documentShape.check(read.value);
  if (misfit === undefined) return bounded(read.value as Written);
  const { path, expected, found } = misfit;
  const message = `${pathText(path)}: expected ${expected}, found ${found}`;
  throw new TraceFileError({ ...read.placeOf(path), message });
};

/** As JSON has it. */
type Written = Omit<TraceDocument, 'world'> & {
  readonly world: Omit<World, 'capacity'> & { readonly capacity: Budget };
};

const bounded = ({ world, ...written }: Written): TraceDocument => {
  const capacity = world.capacity === 'unlimited' ? Infinity : world.capacity;
  return { ...written, world: { ...world, capacity } };
};

/** `$.trace[3].cut` */
const pathText = (path: readonly (string | number)[]): string =>
  `$${path
    .map((key) =>
      typeof key === 'number'
        ? `[${key}]`
        : /^[A-Za-z_]\w*$/.test(key)
          ? `.${key}`
          : `[${JSON.stringify(key)}]`,
    )
    .join('')}`;
