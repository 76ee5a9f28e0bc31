import type { Mapping } from './mapping.ts';
import type { Place } from './path.ts';
import { loopsOf, rulingOf, scopesIn } from './rules.ts';
import type { Said } from './rules.ts';
import { MappingError, readerOf } from './value.ts';
import type { Reader, Scope } from './value.ts';

/** Turns what stands in documents of another system into events of a history. */
export interface Translator {
  /**
   * The records of a document, each with what it says: nothing where no rule speaks of it. A document that is a
   * list holds a document in each of its elements.
   */
  readonly translate: (document: unknown) => Generator<Translated>;
}

/** A record and where it stands, with what it says. */
export interface Translated {
  readonly record: Place;
  readonly said: Said | undefined;
}

/**
 * Reads the rules of a mapping. The first rule that applies to a record speaks of it, and no other does.
 *
 * @throws MappingError with the place in the mapping of what makes no sense: a name that nothing has, a field
 * that events do not have.
 */
export const translatorOf = (mapping: Mapping): Translator => {
  const outer = new Set((mapping.records ?? []).map(({ name }) => name));
  const names = new Map<string, Reader>();
  const timed = mapping.order === 'time';
  const layers = loopsOf(mapping.records ?? [], { names, bound: new Set(), timed }, ['records']);
  for (const [name, source] of Object.entries(mapping.names ?? {})) {
    if (!/^\w+$/.test(name) || outer.has(name)) {
      const message = `expected a name of letters, digits and _ that is not taken, found "${name}"`;
      throw new MappingError(['names', name], message);
    }
    names.set(name, readerOf(source, names, outer, ['names', name]));
  }
  const rules = mapping.rules ?? [];
  const rulings = rules.map((rule, index) =>
    rulingOf(rule, { names, bound: outer, timed }, ['rules', index]),
  );
  const innermost = mapping.records?.at(-1)?.name;

  const saidOf = (scope: Scope): Said | undefined => {
    for (const ruling of rulings) {
      const said = ruling(scope);
      if (said !== undefined) return said;
    }
    return undefined;
  };

  function* inOne(document: Place): Generator<Translated> {
    const whole: Scope = { record: document, places: new Map(), known: new Map() };
    let empty = true;
    for (const layer of scopesIn(whole, layers, names)) {
      empty = false;
      if ('flaw' in layer) yield { record: document, said: layer };
      else {
        const record = innermost === undefined ? document : layer.places.get(innermost)!;
        yield { record, said: saidOf({ ...layer, record, known: new Map() }) };
      }
    }
    // A document of another kind, with no records where they are looked for.
    if (empty) yield { record: document, said: undefined };
  }
  return {
    *translate(document) {
      if (!Array.isArray(document)) return yield* inOne({ value: document, trail: [] });
      for (const [index, value] of document.entries()) yield* inOne({ value, trail: [index] });
    },
  };
};
