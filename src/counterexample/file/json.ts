/** Where a text, or a value in it, is not what was expected; lines and columns count from 1, in UTF-16 units. */
export interface Mistake {
  readonly line: number;
  readonly column: number;
  /** `$.trace[3].cut: expected a whole number from 0, found "2"` */
  readonly message: string;
}

/** A value that was read, and where in the text it and everything in it begins. */
export interface Read {
  readonly value: unknown;
  /** The place of the value to which the keys lead; of the innermost that there is, where they lead to none. */
  readonly placeOf: (path: readonly (string | number)[]) => {
    readonly line: number;
    readonly column: number;
  };
}

/** A value with its place in the text, and the places of its parts. */
interface Node {
  readonly value: unknown;
  readonly at: number;
  readonly parts?: ReadonlyMap<string | number, Node>;
}

/** Deeper nesting than this is refused: no trace needs it, and it must not exhaust the stack. */
const deepest = 500;

/**
 * Reads JSON (RFC 8259) and keeps the place of everything in it: `JSON.parse` forgets where a field was, and
 * does not in every version of Node say where the text stops being JSON. A field may not stand twice.
 *
 * A byte order mark at the beginning is passed over.
 */
export const readJson = (text: string): Read | Mistake => {
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  const skipSpace = (): void => {
    at = endOf(space, text, at);
  };
  const fail = (expected: string): never => {
    throw new Unexpected(at, expected);
  };
  const take = (character: string, expected = `"${character}"`): void => {
    if (text[at] !== character) fail(expected);
    at += 1;
    skipSpace();
  };

  const node = (depth: number): Node => {
    if (depth > deepest) fail(`no more than ${deepest} brackets within each other`);
    const start = at;
    if (text[at] === '{') return { at: start, ...listed(depth, '}', field) };
    if (text[at] === '[') return { at: start, ...listed(depth, ']', item) };
    const end = text[at] === '"' ? endOfString() : endOf(word, text, at);
    if (end === -1) return fail('a value');
    at = end;
    skipSpace();
    return { at: start, value: JSON.parse(text.slice(start, end)) };
  };

  type Part = (parts: Map<string | number, Node>, depth: number) => void;
  /** The parts between two brackets, with commas between them. */
  const listed = (depth: number, closer: '}' | ']', part: Part): Omit<Node, 'at'> => {
    const parts = new Map<string | number, Node>();
    at += 1;
    skipSpace();
    while (text[at] !== closer) {
      if (parts.size > 0) take(',', `"," or "${closer}"`);
      part(parts, depth);
    }
    take(closer);
    const values = [...parts].map(([key, { value }]) => [key, value] as const);
    return { parts, value: closer === '}' ? Object.fromEntries(values) : values.map(([, value]) => value) };
  };
  const item: Part = (parts, depth) => {
    parts.set(parts.size, node(depth + 1));
  };
  const field: Part = (parts, depth) => {
    const start = at;
    if (text[at] !== '"') fail('a field name in double quotes');
    const name = JSON.parse(text.slice(start, (at = endOfString()))) as string;
    if (parts.has(name)) throw new Unexpected(start, 'a field that does not stand there twice');
    skipSpace();
    take(':');
    parts.set(name, node(depth + 1));
  };
  const endOfString = (): number => {
    const end = endOf(string, text, at);
    return end === -1 ? fail('a string that ends on its line, with escapes that JSON knows') : end;
  };

  try {
    skipSpace();
    const root = node(0);
    if (at < text.length) fail('nothing more');
    return { value: root.value, placeOf: (path) => placeIn(text, innermost(root, path).at) };
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    const found = foundAt(text, error.at);
    return { ...placeIn(text, error.at), message: `expected ${error.expected}, found ${found}` };
  }
};

class Unexpected extends Error {
  readonly at: number;
  readonly expected: string;

  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

const space = /[ \t\n\r]*/y;
const word = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y; // oxlint-disable-line no-control-regex

/** Where a match that begins exactly there ends, or -1. */
const endOf = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
};

const foundAt = (text: string, at: number): string => {
  const found = /"(?:[^"\\\n]|\\.){0,40}"?|[^\s,:{}[\]"]{1,40}|./uy;
  found.lastIndex = at;
  return found.exec(text)?.[0] ?? (at < text.length ? 'the end of the line' : 'the end of the text');
};

const innermost = (root: Node, path: readonly (string | number)[]): Node => {
  let node = root;
  for (const key of path) {
    const part = node.parts?.get(key);
    if (part === undefined) break;
    node = part;
  }
  return node;
};

const placeIn = (text: string, at: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, at).split('\n');
  const column = before.at(-1)!.length + 1;
  return {
    line: before.length,
    column: before.length === 1 && text.startsWith('\uFEFF') ? column - 1 : column,
  };
};
