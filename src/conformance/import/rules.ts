import type { Condition, Conditions, Constant, Each, EventRule, Group, Rule, Side } from './mapping.ts';
import { placesAt } from './path.ts';
import type { Path, Trail } from './path.ts';
import { hasField, necessaryFields, valueFor, wordsFor, writableFields, writableTypes } from './fields.ts';
import { MappingError, pathIn, readerOf, startOf } from './value.ts';
import type { Flaw, Names, Scope } from './value.ts';

/** An event of a history, as its line has it. */
export type Written = Readonly<Record<string, string | number | boolean>>;

/** What a record says: events and what it opens, or what is wrong with it. */
export type Said =
  { readonly events: readonly Written[]; readonly opens: readonly Side[] } | { readonly flaw: Flaw };

/** A rule that was read: what it makes of a record, or nothing where it does not apply. */
export type Ruling = (scope: Scope) => Said | undefined;

/** What may be spoken of where a rule stands, and whether its events must have times. */
export interface Context {
  readonly names: Names;
  readonly bound: ReadonlySet<string>;
  readonly timed: boolean;
}

type Flawed = { readonly flaw: Flaw };

export const rulingOf = (rule: Rule, context: Context, at: Trail): Ruling => {
  const holds = conditionsOf(rule.when ?? {}, context, [...at, 'when']);
  const parts = rule.events.map((part, index) => partOf(part, context, [...at, 'events', index]));
  const opens = rule.opens ?? [];

  return (scope) => {
    const held = holds(scope);
    if (typeof held === 'object') return held;
    if (!held) return undefined;
    const events: Written[] = [];
    const opened = [...opens];
    for (const part of parts) {
      const flawed = part(scope, events, opened);
      if (flawed !== undefined) return flawed;
    }
    return { events, opens: opened };
  };
};

/** Adds what a part of a rule says to what the record has said so far. */
type Part = (scope: Scope, events: Written[], opened: Side[]) => Flawed | undefined;

const partOf = (part: EventRule | Group, context: Context, at: Trail): Part => {
  if (!isGroup(part)) return single(writerOf(part, context, at));
  const loops = loopsOf(part.each, context, [...at, 'each']);
  const bound = new Set([...context.bound, ...part.each.map(({ name }) => name)]);
  const writers = part.events.map((event, index) =>
    single(writerOf(event, { ...context, bound }, [...at, 'events', index])),
  );
  return (scope, events, opened) => {
    for (const each of scopesIn(scope, loops, context.names)) {
      if ('flaw' in each) return each;
      opened.push(...(part.opens ?? []));
      for (const write of writers) {
        const flawed = write(each, events, opened);
        if (flawed !== undefined) return flawed;
      }
    }
    return undefined;
  };
};

const isGroup = (part: EventRule | Group): part is Group => Array.isArray(part['each']);

const single =
  (writer: Writer): Part =>
  (scope, events) => {
    const event = writer(scope);
    if (isFlawed(event)) return event;
    events.push(event);
    return undefined;
  };

const isFlawed = (event: Written | Flawed): event is Flawed => typeof event['flaw'] === 'object';

type Test = (scope: Scope) => boolean | Flawed;

const conditionsOf = (conditions: Conditions, context: Context, at: Trail): Test => {
  const tests = Object.entries(conditions).map(([path, condition]): Test => {
    const reader = readerOf(path, context.names, context.bound, [...at, path]);
    const holds = testOf(condition);
    return (scope) => {
      const found = reader.find(scope);
      return found !== undefined && 'flaw' in found ? found : holds(found?.value);
    };
  });
  return (scope) => {
    for (const test of tests) {
      const held = test(scope);
      if (held !== true) return held;
    }
    return true;
  };
};

const testOf = (condition: Condition): ((value: unknown) => boolean) => {
  if (typeof condition !== 'object') return (value) => value === condition;
  if ('present' in condition) return (value) => (value !== undefined) === condition.present;
  if ('not' in condition) return (value) => !condition.not.includes(value as Constant);
  return (value) => condition.includes(value as Constant);
};

export interface Loop {
  readonly name: string;
  readonly path: Path;
  readonly holds: Test;
}

/** Each may begin at what those before it gave names to. */
export const loopsOf = (each: readonly Each[], context: Context, at: Trail): readonly Loop[] => {
  const bound = new Set(context.bound);
  return each.map(({ name, in: text, when = {} }, index) => {
    const path = pathIn(text, context.names, bound, [...at, index, 'in'], 'many');
    if (bound.has(name) || context.names.has(name)) {
      throw new MappingError([...at, index, 'name'], `expected a name that is not taken, found "${name}"`);
    }
    bound.add(name);
    return { name, path, holds: conditionsOf(when, { ...context, bound }, [...at, index, 'when']) };
  });
};

/** The scope once for each combination of what the loops lead to. */
export function* scopesIn(scope: Scope, loops: readonly Loop[], names: Names): Generator<Scope | Flawed> {
  const [loop, ...rest] = loops;
  if (loop === undefined) {
    yield scope;
    return;
  }
  const start = startOf(loop.path, scope, names);
  if (start === undefined) return;
  if ('flaw' in start) {
    yield start;
    return;
  }
  for (const place of placesAt(start, loop.path.steps)) {
    const inner = { ...scope, places: new Map(scope.places).set(loop.name, place) };
    const held = loop.holds(inner);
    if (typeof held === 'object') yield held;
    else if (held) yield* scopesIn(inner, rest, names);
  }
}

type Writer = (scope: Scope) => Written | Flawed;

const writerOf = (event: EventRule, { names, bound, timed }: Context, at: Trail): Writer => {
  const { type, ...others } = event;
  // The type is read first: what else is necessary hangs on it.
  const fields = Object.entries({ type, ...others }).map(([name, source]) => {
    if (!writableFields.includes(name)) {
      const message = `expected no field but ${writableFields.join(', ')}, found "${name}"`;
      throw new MappingError([...at, name], message);
    }
    return { name, reader: readerOf(source, names, bound, [...at, name]) };
  });
  const needed = (written: unknown): readonly string[] => [
    'type',
    ...(timed ? ['at'] : []),
    ...necessaryFields(String(written)),
  ];
  checkTypes(event, fields[0]!.reader.values ?? [], needed, at);

  return (scope) => {
    const written: Record<string, string | number | boolean> = {};
    for (const { name, reader } of fields) {
      const found = reader.find(scope);
      if (found === undefined) {
        if (!needed(written['type']).includes(name)) continue;
        return {
          flaw: { trail: reader.trail(scope), expected: `${reader.words}, the ${name} of the event` },
        };
      }
      if ('flaw' in found) return found;
      const value = valueFor(name, found.value);
      if (value === undefined) return { flaw: { trail: found.trail, expected: wordsFor(name) } };
      if (hasField(String(written['type'] ?? value), name)) written[name] = value;
    }
    return written;
  };
};

/** What is known of the types without a record is said before there is one. */
const checkTypes = (
  event: EventRule,
  types: readonly Constant[],
  needed: (type: unknown) => readonly string[],
  at: Trail,
): void => {
  for (const type of types) {
    if (!writableTypes.some((known) => known === type)) {
      const message = `expected one of ${writableTypes.join(', ')}, found ${JSON.stringify(type)}`;
      throw new MappingError([...at, 'type'], message);
    }
    const missing = needed(type).find((name) => !Object.hasOwn(event, name));
    if (missing !== undefined) {
      throw new MappingError(at, `expected the field "${missing}", which "${type}" needs, found none`);
    }
  }
  const [only] = types;
  const idle =
    types.length === 1 ? Object.keys(event).find((name) => !hasField(String(only), name)) : undefined;
  if (idle !== undefined) {
    throw new MappingError([...at, idle], `expected no field that "${only}" does not have, found "${idle}"`);
  }
};
