import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { python } from '../conformance/process/toolchains.ts';

/** The page of the process protocol. */
export const page = resolve('spec/process-protocol.md');

/** Where the programs that the page shows are kept, and where its commands are run. */
export const folder = resolve('properties/conformance/programs');

/** A fenced block of the page, by the comment that announces it. */
export interface Block {
  readonly kind: 'program' | 'file' | 'output';
  readonly name: string;
  readonly text: string;
}

const pattern = /<!-- (program|file|output): (.+?) -->\n\n(```\w+\n)([^]*?)```/g;

export const blocks = (): readonly Block[] =>
  [...readFileSync(page, 'utf8').matchAll(pattern)].map(([, kind, name, , text]) => ({
    kind: kind as Block['kind'],
    name: name!,
    text: text!,
  }));

/** Writes a block, for `UPDATE_SPEC=1`. */
export const update = (block: Block, text: string): void => {
  const now = readFileSync(page, 'utf8').replaceAll(
    pattern,
    (found: string, kind: string, name: string, fence: string) =>
      kind === block.kind && name === block.name
        ? `<!-- ${kind}: ${name} -->\n\n${fence}${text}\`\`\``
        : found,
  );
  writeFileSync(page, now);
};

/** What the file of that name holds. */
export const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** Runs a command of the page as a reader would in a terminal, where the programs are. */
export const said = (command: string): string => {
  const line = command.replace(/^onceproof/, () => `"${process.execPath}" "${resolve('dist/cli/main.js')}"`);
  // The interpreter itself, and no script that looks for it first.
  const path = [dirname(python ?? ''), process.env['PATH']].join(delimiter);
  const env = { ...process.env, PATH: path };
  const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, env, encoding: 'utf8' });
  return `${stdout}${stderr}`.replace(/\n+$/, '\n');
};

/** The lines of JSON on the page: all questions and answers that it shows, effects and messages aside. */
export const linesOfJson = (): readonly Readonly<Record<string, unknown>>[] =>
  [...readFileSync(page, 'utf8').matchAll(/(?:^|`)(\{"number".*?\})(?:$|`)/gm)].map(
    ([, line]) => JSON.parse(line!.replaceAll('…', 'null')) as Readonly<Record<string, unknown>>,
  );
