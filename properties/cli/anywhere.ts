import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** Tokens that were handed out, each with what they have come to on every machine so far. */
export const listFile = fileURLToPath(new URL('anywhere.txt', import.meta.url));

/** What can be had of a token, as arguments of the command. */
export const requests = (token: string): readonly (readonly string[])[] => [
  ['replay', token],
  ...['text', 'svg', 'html', 'mermaid', 'json', 'itf'].map((picture) => ['draw', token, '--as', picture]),
];

/** The tokens of the list: a line each, those of what they come to are indented. */
export const tokensIn = (list: string): readonly string[] =>
  list.split('\n').filter((line) => line.startsWith('op'));

/** A token in the list, with the digest of everything that it comes to. */
export const entryOf = (token: string, outputs: readonly string[]): string =>
  [
    token,
    ...outputs.map((output, index) => {
      const [command, , , picture = ''] = requests(token)[index]!;
      const digest = createHash('sha256').update(output).digest('hex').slice(0, 32);
      return `  ${`${command} ${picture}`.padEnd(13)}${digest}`;
    }),
    '',
  ].join('\n');
