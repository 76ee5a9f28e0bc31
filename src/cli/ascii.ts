import { inAscii } from '../counterexample/drawing/canvas.ts';
import type { Out } from './command.ts';

/** The option for terminals that know no better, as parseArgs wants it. */
export const asciiOption = { ascii: { type: 'boolean' } } as const;

export const asciiHelp = `  --ascii           write stories in ASCII; so they are on a terminal, the locale of which is not UTF-8
`;

/** Where a command writes if it was asked for ASCII. */
export const inAsciiIf = (asked: boolean | undefined, out: Out): Out =>
  asked === true ? { ...out, ascii: true } : out;

/** What people are to read, in the characters that their terminal knows. */
export const legible = (text: string, { ascii = false }: Pick<Out, 'ascii'>): string =>
  ascii ? inAscii(text) : text;

/**
 * Whether the locale, as POSIX finds it, names a character set other than UTF-8. Where none is set nothing is
 * known, and most that have none show UTF-8 all the same.
 */
export const isAsciiLocale = (environment: Readonly<Record<string, string | undefined>>): boolean => {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  return locale !== '' && !/utf-?8/i.test(locale);
};
