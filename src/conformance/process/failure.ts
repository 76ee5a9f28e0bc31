import type { RoleName } from '../../model/message.ts';
import { ImplementationError } from '../implementation.ts';

/** What was seen of a program up to the moment at which it failed. */
export interface LastSeen {
  readonly role: RoleName;
  /** The command line, as it was given. */
  readonly command: string;
  /** The last line that was sent to it. */
  readonly sent: string | undefined;
  /** The last line that came from it whole. */
  readonly received: string | undefined;
  /** What it wrote after that, without an end of line. */
  readonly unfinished: string;
  /** The last that it wrote to its standard error. */
  readonly errors: string;
}

/**
 * A program did not keep to the process protocol: it did not start, did not answer, or did not answer as it
 * must. The message tells what was wrong, and what was sent and received last.
 */
export class ProgramError extends ImplementationError {
  /** What was wrong, without what was seen. */
  readonly complaint: string;
  readonly seen: LastSeen;

  constructor(complaint: string, seen: LastSeen) {
    super(seen.role, `${complaint}\n${told(seen)}`);
    this.complaint = complaint;
    this.seen = seen;
  }
}

/** The run was called off, and the program ended: no failure of the program's. */
export class CalledOffError extends ImplementationError {}

const told = ({ command, sent, received, unfinished, errors }: LastSeen): string => {
  const rows: readonly (readonly [string, string])[] = [
    ['command', command],
    ['sent', sent ?? 'nothing'],
    ['received', received ?? 'nothing'],
    ...(unfinished === '' ? [] : [['unfinished', unfinished] as const]),
  ];
  const lines = rows.map(([name, text]) => `  ${name.padEnd(10)} ${shortened(text)}`);
  const last = errors.trimEnd().split('\n').slice(-mostLines);
  return errors.trim() === ''
    ? lines.join('\n')
    : [...lines, '  standard error:', ...last.map((line) => `    ${shortened(line)}`)].join('\n');
};

const mostLines = 20;
const mostCharacters = 400;

/** Without control characters, which would move the cursor or ring the bell of whoever reads it. */
const shortened = (text: string): string => {
  const harmless = text.replaceAll(/\p{Cc}/gu, '\uFFFD');
  if (harmless.length <= mostCharacters) return harmless;
  return `${harmless.slice(0, mostCharacters)} … (${text.length} characters)`;
};
