import { escaped, exactText, millisecondsOf, textOf, wordsForUnit } from './convert.ts';
import type { Alternatives, Constant, Source, Unit } from './mapping.ts';
import { isMany, placesAt, readPath, trailAt, valueAt } from './path.ts';
import type { Path, Place, Trail } from './path.ts';

/** What is wrong with a record, and where in its document. */
export interface Flaw {
  readonly trail: Trail;
  readonly expected: string;
}

/** A value that was found, nothing where there is none, or what is wrong with what was found. */
export type Found = Place | { readonly flaw: Flaw } | undefined;

/** What paths can begin at: the record, and whatever was given a name. */
export interface Scope {
  readonly record: Place;
  /** What `records` and `each` gave names to. */
  readonly places: ReadonlyMap<string, Place>;
  /** What `names` stand for in this record, as far as it was asked for. */
  readonly known: Map<string, Found>;
}

/** A source that was read: asks a record for its value. */
export interface Reader {
  readonly find: (scope: Scope) => Found;
  /** Where to point if there is no value. */
  readonly trail: (scope: Scope) => Trail;
  /** What it asks for, in words: `"id"`. */
  readonly words: string;
  /** All values that it can give, if they are known without a record. */
  readonly values?: readonly Constant[];
}

export type Names = ReadonlyMap<string, Reader>;

/** A mapping that has the right shape and makes no sense. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly trail: Trail;

  constructor(trail: Trail, message: string) {
    super(message);
    this.trail = trail;
  }
}

/** Reads sources, given the readers of all named values and the names that are bound where the source stands. */
export const readerOf = (source: Source, names: Names, bound: ReadonlySet<string>, at: Trail): Reader => {
  if (typeof source === 'string') return pathReaderOf(source, names, bound, at);
  if ('constant' in source) return constantReader(source.constant);
  if ('join' in source) {
    const parts = source.join.map((part, index) => readerOf(part, names, bound, [...at, 'join', index]));
    if (parts.length === 0) throw new MappingError([...at, 'join'], 'expected at least one path, found none');
    return joined(parts, source.with);
  }
  return alternativesOf(source, names, bound, at);
};

const alternativesOf = (
  source: Alternatives,
  names: Names,
  bound: ReadonlySet<string>,
  at: Trail,
): Reader => {
  const alternatives = (typeof source.from === 'string' ? [source.from] : source.from).map((path) =>
    pathReaderOf(path, names, bound, at),
  );
  if (alternatives.length === 0)
    throw new MappingError([...at, 'from'], 'expected at least one path, found none');
  let reader = firstOf(alternatives);
  if (source.unit !== undefined) reader = inMilliseconds(reader, source.unit);
  if (source.table !== undefined) reader = translated(reader, source.table);
  return source.otherwise === undefined ? reader : firstOf([reader, constantReader(source.otherwise)]);
};

/** The path, which may lead to one value only and begins at something that has a name. */
export const pathIn = (
  text: string,
  names: Names,
  bound: ReadonlySet<string>,
  at: Trail,
  many: 'one' | 'many' = 'one',
): Path => {
  const path = readPath(text);
  const { start } = path;
  if (start !== undefined && !bound.has(start) && !names.has(start)) {
    const all = [...bound, ...names.keys()].map((name) => `$${name}`).join(', ') || 'no names at all';
    throw new MappingError(at, `expected a path that begins at the record or with ${all}, found "${text}"`);
  }
  if (many === 'one' && isMany(path)) {
    throw new MappingError(at, `expected a path that leads to one value, found "${text}"`);
  }
  return path;
};

/** Where a path begins. A named value that makes no sense is told where it is asked for. */
export const startOf = (path: Path, scope: Scope, names: Names): Found => {
  if (path.start === undefined) return scope.record;
  const place = scope.places.get(path.start);
  if (place !== undefined) return place;
  if (!scope.known.has(path.start)) scope.known.set(path.start, names.get(path.start)!.find(scope));
  return scope.known.get(path.start);
};

const pathReaderOf = (text: string, names: Names, bound: ReadonlySet<string>, at: Trail): Reader => {
  const path = pathIn(text, names, bound, at);
  return {
    words: `"${text}"`,
    find: (scope) => {
      const start = startOf(path, scope, names);
      if (start === undefined || 'flaw' in start) return start;
      const value = valueAt(start.value, path.steps);
      if (value === undefined) return undefined;
      return path.steps.length === 0 ? start : placesAt(start, path.steps)[0];
    },
    trail: (scope) => {
      const start = startOf(path, scope, names);
      return start === undefined || 'flaw' in start ? scope.record.trail : trailAt(start, path.steps);
    },
  };
};

const constantReader = (constant: Constant): Reader => ({
  words: JSON.stringify(constant),
  values: [constant],
  find: (scope) => ({ value: constant, trail: scope.record.trail }),
  trail: (scope) => scope.record.trail,
});

const firstOf = (readers: readonly Reader[]): Reader => {
  const [first] = readers;
  if (readers.length === 1) return first!;
  const values = readers.map((reader) => reader.values);
  return {
    words: readers.map(({ words }) => words).join(' or '),
    ...(values.includes(undefined) ? {} : { values: values.flatMap((each) => each!) }),
    find: (scope) => {
      for (const reader of readers) {
        const found = reader.find(scope);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    trail: first!.trail,
  };
};

const translated = (reader: Reader, table: Readonly<Record<string, Constant>>): Reader => ({
  words: reader.words,
  values: Object.values(table),
  trail: reader.trail,
  find: (scope) => {
    const found = reader.find(scope);
    if (found === undefined || 'flaw' in found) return found;
    const key = String(found.value);
    return Object.hasOwn(table, key) ? { ...found, value: table[key] } : undefined;
  },
});

const joined = (readers: readonly Reader[], separator: string): Reader => ({
  words: readers.map(({ words }) => words).join(' and '),
  trail: (scope) => (readers.find((reader) => reader.find(scope) === undefined) ?? readers[0]!).trail(scope),
  find: (scope) => {
    const parts: string[] = [];
    let trail: Trail | undefined;
    for (const reader of readers) {
      const found = reader.find(scope);
      if (found === undefined || 'flaw' in found) return found;
      const part = textOf(found.value);
      if (part === undefined) return { flaw: { trail: found.trail, expected: exactText } };
      trail ??= found.trail;
      parts.push(separator === '' ? part : escaped(part, separator));
    }
    return { value: parts.join(separator), trail: trail ?? scope.record.trail };
  },
});

const inMilliseconds = (reader: Reader, unit: Unit): Reader => ({
  words: reader.words,
  trail: reader.trail,
  find: (scope) => {
    const found = reader.find(scope);
    if (found === undefined || 'flaw' in found) return found;
    const value = millisecondsOf(found.value, unit);
    if (value !== undefined) return { ...found, value };
    return { flaw: { trail: found.trail, expected: wordsForUnit(unit) } };
  },
});
