import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InputError, named, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { quoted } from './select.ts';

interface Template {
  readonly file: string;
  readonly command: string;
  /** What comes before it, where it has to be compiled. */
  readonly build?: string;
}

/** The file of each template, and how the program in it is started. */
const templates: Readonly<Record<string, Template>> = {
  python: { file: 'worker.py', command: 'python3 worker.py' },
  typescript: { file: 'worker.ts', command: 'node worker.ts' },
  go: { file: 'worker.go', command: './worker', build: 'go build worker.go && ' },
};
const languages = Object.keys(templates);

export const initHelp = `Usage: onceproof init --language ${languages.join('|')} [--out DIR]

Writes a program to begin with: a receiver that delivers each message exactly once, as
"onceproof test" holds it to that. A file that is there already is left alone.

  --language NAME  ${languages.join(', ')}
  --out DIR        where to write it (here); it is made if it is not there
  --help           print this

Exit code: 0 if it was written, 2 otherwise.
`;

const options = {
  language: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** The command `onceproof init`. */
export const init: Command = async (args, out) => {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    out.stdout(initHelp);
    return 0;
  }
  if (values.language === undefined) {
    throw new UsageError(`--language is expected: ${languages.join(', ')}`);
  }
  const {
    file,
    command,
    build = '',
  } = templates[named('language', languages, (name) => name, values.language)]!;
  const directory = values.out ?? '.';
  write(directory, file);
  const there = values.out === undefined ? build : `cd ${quoted(directory)} && ${build}`;
  out.stdout(`${join(directory, file)}\n`);
  out.stderr(`Try it: ${there}onceproof test --exec "${command}" --role receiver\n`);
  return 0;
};

const write = (directory: string, file: string): void => {
  const template = readFileSync(new URL(`../../spec/templates/${file}`, import.meta.url));
  const target = join(directory, file);
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(target, template, { flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const reason = isThere ? 'it is there already' : error instanceof Error ? error.message : String(error);
    throw new InputError(`${target} is not written: ${reason}`);
  }
};
