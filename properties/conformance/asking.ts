import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { judge } from '../../src/cli/judge.ts';
import type { Judgement } from '../../src/conformance/judge.ts';

/** What the command answered: its exit code and what it wrote. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
export const ask = async (...args: readonly string[]): Promise<Answer> => {
  const written = { stdout: '', stderr: '' };
  const code = await judge(args, {
    stdout: (text) => void (written.stdout += text),
    stderr: (text) => void (written.stderr += text),
  });
  return { code, ...written };
};

/** One of the results that `--json` prints. */
export interface Result extends Judgement {
  readonly file: string;
  readonly guarantee: string;
  readonly ordered?: boolean;
  readonly errors: readonly { readonly line?: number; readonly column?: number; readonly message: string }[];
}

/** Runs the command with `--json`, which must print one document and nothing else. */
export const askForResults = async (
  ...args: readonly string[]
): Promise<Answer & { readonly results: readonly Result[] }> => {
  const answer = await ask(...args, '--json');
  const document = JSON.parse(answer.stdout) as { schemaVersion: number; results: readonly Result[] };
  return { ...answer, results: document.results };
};

/** A folder for the tests of one file, asked for outside of them. Answers a function that writes a file into it. */
export const aFolder = (): ((name: string, content: string | Uint8Array) => string) => {
  const folder = mkdtempSync(join(tmpdir(), 'onceproof-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
};
