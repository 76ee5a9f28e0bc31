/** Where a text stops being JSON (an index), and what would have gone on. */
export interface Problem {
  readonly at: number;
  readonly expected: string;
}

/** What a look at a text of JSON found: its first problem, or where the values of its outermost fields begin. */
export type Scan = { readonly problem: Problem } | { readonly places: ReadonlyMap<string, number> };

/** What may come next: a first item or field may be none at all, and `rest` is whatever follows a value. */
type State = 'value' | 'first item' | 'field' | 'first field' | 'colon' | 'rest';
type Closer = '}' | ']' | undefined;

interface Token {
  readonly type: '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'word' | 'none';
  readonly end: number;
  readonly problem?: Problem;
}

/**
 * Looks through JSON for places. `JSON.parse` says whether a text is JSON, but not in every version of Node
 * where it stops being so, and never where a field is; so this is used once something is known to be wrong.
 * It does not recurse: a line of nothing but brackets is an error like any other.
 *
 * @example
 * scan('{"type":"drained",}'); // { problem: { at: 18, expected: 'a field name in double quotes' } }
 */
export const scan = (text: string): Scan => {
  const places = new Map<string, number>();
  const closers: Closer[] = [];
  let state: State = 'value';
  let name = '';
  for (let at = pastSpace(text, 0); ;) {
    const closer = closers.at(-1);
    const token = tokenAt(text, at);
    if (state === 'rest' && closer === undefined && at === text.length) return { places };
    const next = stateAfter(state, token.type, closer);
    if (next === undefined) return { problem: { at, expected: expectedIn(state, closer) } };
    if (token.problem !== undefined) return { problem: token.problem };

    if (next === 'colon') name = JSON.parse(text.slice(at, token.end)) as string;
    if (state === 'value' && closer === '}' && closers.length === 1) places.set(name, at);
    if (token.type === '{') closers.push('}');
    else if (token.type === '[') closers.push(']');
    else if (token.type === '}' || token.type === ']') closers.pop();
    state = next;
    at = pastSpace(text, token.end);
  }
};

/** The grammar of JSON: the state after a token, or nothing if the token may not stand there. */
const stateAfter = (state: State, token: Token['type'], closer: Closer): State | undefined => {
  switch (state) {
    case 'first item':
      return token === ']' ? 'rest' : stateAfter('value', token, closer);
    case 'value':
      if (token === '{') return 'first field';
      if (token === '[') return 'first item';
      return token === 'string' || token === 'word' ? 'rest' : undefined;
    case 'first field':
      return token === '}' ? 'rest' : stateAfter('field', token, closer);
    case 'field':
      return token === 'string' ? 'colon' : undefined;
    case 'colon':
      return token === ':' ? 'value' : undefined;
    case 'rest':
      if (closer === undefined) return undefined;
      if (token === ',') return closer === '}' ? 'field' : 'value';
      return token === closer ? 'rest' : undefined;
  }
};

const expectedIn = (state: State, closer: Closer): string => {
  switch (state) {
    case 'first item':
      return 'a value or "]"';
    case 'value':
      return closer === undefined ? 'an event, which is a JSON object' : 'a value';
    case 'first field':
      return 'a field name in double quotes or "}"';
    case 'field':
      return 'a field name in double quotes';
    case 'colon':
      return '":"';
    case 'rest':
      return closer === undefined ? 'nothing more on this line' : `"," or "${closer}"`;
  }
};

const punctuation = /[{}[\]:,]/;
const space = /[ \t\n\r]*/y;
const word = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
/** All but the quote, the backslash and the control characters, which JSON wants escaped. */
const plainCharacters = /[ !#-[\]-\uffff]*/y;
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** Where a match that begins exactly there ends, or -1. */
const endOf = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
};

const pastSpace = (text: string, at: number): number => endOf(space, text, at);

const tokenAt = (text: string, at: number): Token => {
  const character = text[at] ?? '';
  if (punctuation.test(character)) return { type: character as ':', end: at + 1 };
  if (character === '"') return stringAt(text, at);
  const end = endOf(word, text, at);
  return end === -1 ? { type: 'none', end: at } : { type: 'word', end };
};

const stringAt = (text: string, start: number): Token => {
  for (let at = start + 1; ;) {
    at = endOf(plainCharacters, text, at);
    if (text[at] === '"') return { type: 'string', end: at + 1 };
    const end = endOf(escape, text, at);
    if (end === -1) return { type: 'string', end: at, problem: { at, expected: expectedInString(text[at]) } };
    at = end;
  }
};

const expectedInString = (character: string | undefined): string => {
  if (character === undefined) return 'the end of a string, a double quote';
  return character === '\\'
    ? 'one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000 to \\uffff'
    : 'a control character to be written as an escape';
};

/**
 * What stands at a place, in few characters: a value, a word, a bracket, or the end of the line.
 *
 * @example
 * foundAt('{"message":7}', 11); // '7'
 */
export const foundAt = (text: string, at: number): string => {
  const found = /"(?:[^"\\]|\\.){0,40}"?|[^\s,:{}[\]"]{1,40}|./suy;
  found.lastIndex = at;
  return found.exec(text)?.[0] ?? 'the end of the line';
};
