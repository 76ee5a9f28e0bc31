import { appendFileSync, writeFileSync } from 'node:fs';
import { named, UsageError } from '../command.ts';
import type { Out } from '../command.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import type { Reporter } from './reporter.ts';
import { story } from './story.ts';
import { summary } from './summary.ts';
import { terse } from './terse.ts';

/** What Node's parseArgs answers about each option, in the order of the command line. */
export type Token =
  | { readonly kind: 'option'; readonly name: string; readonly value?: string | undefined }
  | { readonly kind: 'positional' | 'option-terminator' };

/** The options that choose reporters, as parseArgs wants them. */
export const reporterOptions = {
  reporter: { type: 'string', multiple: true },
  out: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

const reporterNames = ['story', 'terse', 'junit', 'github'];

export const reporterHelp = `  --reporter NAME   ${reporterNames.join(', ')} (repeatable; story, and in GitHub Actions
                    github besides: annotations, and pictures in the summary of the job)
  --out FILE        write what the reporter before it says there
  --json            print one JSON document
`;

/** All reporters at once. */
export interface Reporting extends Required<{
  readonly [Part in keyof Reporter]: (...about: Parameters<NonNullable<Reporter[Part]>>) => void;
}> {
  /** Whether a file could not be written. */
  readonly isIncomplete: () => boolean;
}

/** A reporter, and where what it says goes. */
interface Desk {
  readonly reporter: Reporter;
  readonly say: (text: string) => void;
  readonly close: () => void;
}

/**
 * The reporters that a command line asks for. One without `--out` speaks on standard output; what was to stand
 * in a file that cannot be written is said there too, so that nothing is lost.
 *
 * @throws UsageError for a reporter that there is not, an `--out` that belongs to none, or two that would both
 *   speak on standard output where that makes neither readable.
 */
export const reportingIn = (
  tokens: readonly Token[],
  out: Out,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Reporting => {
  let incomplete = false;
  const failed = (file: string, error: unknown): void => {
    incomplete = true;
    const reason = error instanceof Error ? error.message : String(error);
    out.stderr(`onceproof verify: ${file} cannot be written: ${reason}\n`);
  };

  const onStdout = (make: (out: Out) => Reporter): Desk => ({
    reporter: make(out),
    say: out.stdout,
    close: () => {},
  });
  const inFile = (
    file: string,
    make: (out: Out) => Reporter,
    write: (file: string, text: string) => void,
    otherwise: (text: string) => void,
  ): Desk => {
    let said = '';
    const close = (): void => {
      try {
        write(file, said);
      } catch (error) {
        failed(file, error);
        otherwise(said);
      }
    };
    const reporter = make({ ...out, colour: false, width: 80 });
    return { reporter, say: (text) => void (said += text), close };
  };

  const makers: Readonly<Record<string, (out: Out) => Reporter>> = {
    story,
    terse,
    junit,
    json,
    github: () => github(environment['GITHUB_WORKSPACE']),
  };
  const desks = requestsIn(tokens, environment).flatMap(({ name, file }) => {
    const make = makers[name]!;
    const desk = file === undefined ? onStdout(make) : inFile(file, make, writeFileSync, out.stdout);
    const page = environment['GITHUB_STEP_SUMMARY'];
    if (name !== 'github' || !page) return [desk];
    return [desk, inFile(page, summary, appendFileSync, () => {})];
  });

  const tell = (words: (reporter: Reporter) => string | undefined): void => {
    for (const { reporter, say } of desks) {
      const text = words(reporter);
      if (text !== undefined && text !== '') say(text);
    }
  };
  return {
    past: (...about) => tell((reporter) => reporter.past?.(...about)),
    verdict: (...about) => tell((reporter) => reporter.verdict?.(...about)),
    complaint: (...about) => tell((reporter) => reporter.complaint?.(...about)),
    end: (...about) => {
      tell((reporter) => reporter.end?.(...about));
      for (const { close } of desks) close();
    },
    isIncomplete: () => incomplete,
  };
};

interface Request {
  readonly name: string;
  readonly file?: string;
}

/** Which reporters are asked for, each with the file that is named after it. */
const requestsIn = (
  tokens: readonly Token[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly Request[] => {
  const asked: Request[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, value = '' } = token;
    if (name === 'json' && !asked.some((request) => request.name === 'json')) asked.push({ name: 'json' });
    if (name === 'reporter') asked.push({ name: named('reporter', reporterNames, (each) => each, value) });
    if (name === 'out') {
      const last = asked.at(-1);
      if (last === undefined || last.file !== undefined) {
        throw new UsageError('--out FILE belongs after a --reporter of its own, such as --reporter junit');
      }
      if (value === '') throw new UsageError('--out takes the name of a file');
      asked.splice(-1, 1, { ...last, file: value });
    }
  }
  const whole = asked.find(({ name, file }) => (name === 'json' || name === 'junit') && file === undefined);
  if (whole !== undefined && asked.some((request) => request !== whole && request.file === undefined)) {
    throw new UsageError(
      `${whole.name} is one document and shares standard output with no other reporter: add --out FILE`,
    );
  }
  if (asked.length > 0) return asked;
  const isWorkflow = environment['GITHUB_ACTIONS'] === 'true';
  return [{ name: 'story' }, ...(isWorkflow ? [{ name: 'github' }] : [])];
};
