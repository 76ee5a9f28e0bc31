import type { Trail } from './path.ts';

/** A text that is not EDN: where it stops being so (an index), and what would have gone on. */
export class EdnError extends Error {
  override readonly name = 'EdnError';
  readonly at: number;
  readonly expected: string;

  constructor(at: number, expected: string) {
    super(`expected ${expected}`);
    this.at = at;
    this.expected = expected;
  }
}

/** Deeper nesting than this is refused, for it must not exhaust the stack. */
const deepest = 500;

/**
 * Reads the extensible data notation of Clojure (github.com/edn-format/edn) into what JSON would hold: a
 * keyword becomes a string without its colon, so do symbols and characters; vectors, lists and sets become lists; a map
 * becomes an object whose keys are the texts of its keys; of a tagged element the element remains. A whole number
 * that a double cannot hold stays exact, as a string of its digits.
 *
 * @param told hears where each value begins, with the keys that lead to it.
 * @throws EdnError
 * @example
 * readEdn('{:type :invoke, :f :enqueue, :value 7}'); // { type: 'invoke', f: 'enqueue', value: 7 }
 */
export const readEdn = (text: string, told?: (trail: Trail, at: number) => void): unknown => {
  let at = 0;
  const fail = (expected: string): never => {
    throw new EdnError(at, expected);
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };

  /** Passes over what stands between elements, discarded elements included. */
  const skip = (depth: number): void => {
    for (;;) {
      at += match(between)!.length;
      if (!text.startsWith('#_', at)) return;
      at += 2;
      element(undefined, depth + 1);
    }
  };

  const element = (trail: Trail | undefined, depth: number): unknown => {
    if (depth > deepest) return fail(`no more than ${deepest} brackets within each other`);
    skip(depth);
    if (trail !== undefined) told?.(trail, at);
    const start = at;
    switch (text[at]) {
      case '{':
        at += 1;
        return map(trail, depth);
      case '[':
        at += 1;
        return list(']', trail, depth);
      case '(':
        at += 1;
        return list(')', trail, depth);
      case '"':
        return string();
      case '\\':
        return character();
      case '#':
        if (text[at + 1] === '{') {
          at += 2;
          return list('}', trail, depth);
        }
        if (match(tag) === undefined) return fail('a set, a tag or a discarded element');
        at += match(tag)!.length;
        return element(trail, depth + 1);
      default: {
        const token = match(word);
        if (token === undefined) return fail(at < text.length ? 'an element' : 'an element, not the end');
        at += token.length;
        return atom(token, start);
      }
    }
  };

  const list = (closer: string, trail: Trail | undefined, depth: number): unknown[] => {
    const items: unknown[] = [];
    for (skip(depth); text[at] !== closer; skip(depth)) {
      if (at >= text.length) fail(`"${closer}"`);
      items.push(element(trail && [...trail, items.length], depth + 1));
    }
    at += 1;
    return items;
  };

  const map = (trail: Trail | undefined, depth: number): unknown => {
    const entries = new Map<string, unknown>();
    for (skip(depth); text[at] !== '}'; skip(depth)) {
      if (at >= text.length) fail('"}"');
      const start = at;
      const key = keyText(element(undefined, depth + 1));
      if (entries.has(key)) throw new EdnError(start, 'a key that does not stand there twice');
      skip(depth);
      if (text[at] === '}') fail(`a value for the key ${key}`);
      entries.set(key, element(trail && [...trail, key], depth + 1));
    }
    at += 1;
    return Object.fromEntries(entries);
  };

  const string = (): string => {
    const found = match(quoted) ?? fail('a string that ends, with escapes that EDN knows');
    at += found.length;
    // A string may run over lines, and what JSON has for that is an escape.
    return JSON.parse(found.replaceAll(/[\u0000-\u001f]/g, control)) as string; // oxlint-disable-line no-control-regex
  };

  const character = (): string => {
    const found = match(/\\(?:newline|return|space|tab|u[\da-fA-F]{4}|\S)/y) ?? fail('a character');
    at += found.length;
    const name = found.slice(1);
    if (name.length === 5) return String.fromCharCode(Number.parseInt(name.slice(1), 16));
    return namedCharacters.get(name) ?? name;
  };

  const root = element([], 0);
  skip(0);
  if (at < text.length) fail('nothing more');
  return root;
};

/** Spaces, commas and comments. */
const between = /(?:[\s,]+|;[^\n]*)*/y;
const tag = /#[A-Za-z][\w.*+!?$%&=<>/-]*/y;
const word = /[^\s,;"()[\]{}\\]+/y;
const quoted = /"(?:[^"\\]+|\\(?:["\\nrtbf/]|u[\da-fA-F]{4}))*"/y;
const number = /^([+-]?(?:0|[1-9]\d*))(N|(?:\.\d*)?(?:[eE][+-]?\d+)?M?)$/;
const namedCharacters = new Map([
  ['newline', '\n'],
  ['return', '\r'],
  ['space', ' '],
  ['tab', '\t'],
]);

const control = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const atom = (token: string, at: number): unknown => {
  if (token === 'nil') return null;
  if (token === 'true') return true;
  if (token === 'false') return false;
  if (token.startsWith(':')) return token.length > 1 ? token.slice(1) : refuse(at, 'a keyword');
  const digits = number.exec(token);
  if (digits !== null) {
    const [, whole, rest] = digits;
    const value = Number(token.replace(/[NM]$/, ''));
    return Number.isSafeInteger(value) || (rest !== '' && rest !== 'N') ? value : whole!.replace(/^\+/, '');
  }
  return /^[+-]?\d/.test(token) ? refuse(at, 'a number') : token;
};

const refuse = (at: number, expected: string): never => {
  throw new EdnError(at, expected);
};

const keyText = (key: unknown): string => (typeof key === 'string' ? key : JSON.stringify(key));
