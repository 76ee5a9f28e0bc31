/** An example in the comment above something: its code, and where it stands. */
export interface Example {
  readonly place: string;
  readonly code: string;
}

/** The examples of a source file: what follows `@example`, up to the next tag or the end of the comment. */
export const examplesIn = (file: string, source: string): readonly Example[] =>
  [...source.matchAll(/\/\*\*(?:(?!\*\/)[^])*\*\//g)].flatMap((comment) => {
    const text = comment[0].replace(/\s*\*\/$/, '').replaceAll(/^\s*(?:\/\*)?\*+ ?/gm, '');
    const line = source.slice(0, comment.index).split('\n').length;
    return [...text.matchAll(/^@example\n((?:(?!^@)[^])*)/gm)].map(([, code], index) => ({
      place: `${file}:${line + text.slice(0, text.indexOf('@example')).split('\n').length - 1}${index === 0 ? '' : ` (${index + 1})`}`,
      code: code!.trim(),
    }));
  });

/** Code in which every expression that a comment gives the value of is handed to `check`, with the comment. */
export const checking = (code: string): string =>
  code
    .replaceAll(/^import .*$/gm, '')
    // A value may stand on the next line.
    .replaceAll(/;\n\/\/ (.*)$/gm, '; // $1')
    .replaceAll(
      /^(?!const |let |\/\/|\s|\}|type )(.*);\s+\/\/ (.*)$/gm,
      (_, expression: string, said: string) => {
        return `check(${expression}, ${JSON.stringify(said)});`;
      },
    );

/** The value that a comment begins with, if it does; anything else is prose. */
export const valueIn = (said: string, scope: object): { readonly value: unknown } | undefined => {
  const literal =
    /^(?:'(?:[^'\\]|\\.)*'|\[.*\]|\{.*\}|-?\d[\d_.]*|true|false|undefined|null)(?=$|[,;:] )/.exec(said);
  const formula = /^[a-z]+(?:\.[a-z]+)* [-+] \d+$/.exec(said);
  const text = (literal ?? formula)?.[0];
  if (text === undefined || text.includes('…')) return undefined;
  // oxlint-disable-next-line no-implied-eval, no-new-func -- an example is code
  return { value: new Function('scope', `with (scope) { return (${text}); }`)(scope) as unknown };
};
