import { readJson } from '../../counterexample/file/json.ts';
import type { Mistake } from '../../counterexample/file/json.ts';
import type { Mapping } from './mapping.ts';
import type { Trail } from './path.ts';
import { presets } from './presets/index.ts';
import { mappingShape } from './shape.ts';
import { translatorOf } from './translator.ts';
import { MappingError } from './value.ts';

/** A mapping file that is none: where, and what was expected there. */
export class MappingFileError extends Error {
  override readonly name = 'MappingFileError';
  readonly line: number;
  readonly column: number;

  constructor({ line, column, message }: Mistake) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/**
 * Reads a mapping from its text, and what it extends into it. A field that is not known is refused, for a misspelt
 * one would be passed over in silence.
 *
 * @throws MappingFileError with the line and the column of what is wrong.
 */
export const readMapping = (text: string): Mapping => {
  const read = readJson(text);
  if ('message' in read) throw new MappingFileError(read);
  const fail = (trail: Trail, message: string): never => {
    throw new MappingFileError({ ...read.placeOf(trail), message });
  };
  const misfit = mappingShape.check(read.value);
  if (misfit !== undefined) fail(misfit.path, `expected ${misfit.expected}, found ${misfit.found}`);
  const own = read.value as Mapping;
  const mapping = extended(own, (name) =>
    fail(['extends'], `expected one of ${[...presets.keys()].join(', ')}, found "${name}"`),
  );
  for (const field of ['complete', 'rules'] as const) {
    if (mapping[field] === undefined) fail([], `expected the field "${field}", found none`);
  }
  try {
    translatorOf(mapping);
  } catch (error) {
    if (error instanceof MappingError) fail(error.trail, error.message);
    throw error;
  }
  return mapping;
};

const extended = (own: Mapping, unknown: (name: string) => never): Mapping => {
  const { extends: name, ...rest } = own;
  if (name === undefined) return own;
  const base = presets.get(name) ?? unknown(name);
  return {
    ...base,
    ...rest,
    names: { ...base.names, ...own.names },
    rules: [...(own.rules ?? []), ...(base.rules ?? [])],
  };
};
