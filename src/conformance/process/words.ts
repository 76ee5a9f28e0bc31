/** A command line could not be split into words; the message says why. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}

/**
 * The words of a command line, as they are handed to the operating system: no shell reads them, so `$HOME`,
 * `*`, `|`, `>` and `&&` mean nothing.
 *
 * White space separates words. Between single quotes everything stands for itself; between double quotes
 * everything but `\"` and `\\`. Elsewhere a backslash takes its meaning from white space, a quote or another
 * backslash that follows it, and stands for itself before anything else, as in `C:\Python\python.exe`.
 *
 * @throws CommandLineError for a quote that is not closed, and where there is no word at all.
 * @example
 * wordsOf(`python3 -u "my worker.py"`); // ['python3', '-u', 'my worker.py']
 */
export const wordsOf = (line: string): readonly [string, ...string[]] => {
  const words: string[] = [];
  const separator = /\s+/y;
  for (let at = skip(separator, line, 0); at < line.length; at = skip(separator, line, at)) {
    let word = '';
    while (at < line.length && !/\s/.test(line[at]!)) {
      const piece = pieceAt(line, at);
      word += piece.text;
      at = piece.end;
    }
    words.push(word);
  }
  const [command, ...args] = words;
  if (command === undefined || command === '')
    throw new CommandLineError('a command is expected, and there is none');
  return [command, ...args];
};

const skip = (pattern: RegExp, line: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : at;
};

/** What stands at a place of the line, up to where the next piece begins. */
const pieceAt = (line: string, at: number): { readonly text: string; readonly end: number } => {
  const rest = line.slice(at);
  const [quoted, inside = ''] = /^'([^']*)'|^"(?:[^"\\]|\\[^])*"/.exec(rest) ?? [];
  if (quoted !== undefined) {
    const text = rest.startsWith("'") ? inside : quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
    return { text, end: at + quoted.length };
  }
  if (/^['"]/.test(rest))
    throw new CommandLineError(`the quote at character ${at + 1} of ${line} is not closed`);
  const [escaped, character = ''] = /^\\([\s'"\\])/.exec(rest) ?? [];
  return escaped === undefined ? { text: rest[0]!, end: at + 1 } : { text: character, end: at + 2 };
};
