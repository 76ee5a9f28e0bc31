import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { python } from '../conformance/process/toolchains.ts';
import { onceproofIn } from '../cli/run.ts';
import { isValid } from '../laws/json-schema.ts';
import { blocks, linesOfJson, said, textOf, update } from './process-page.ts';
import type { Block } from './process-page.ts';

const schema = JSON.parse(readFileSync(resolve('spec/process-protocol.schema.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'onceproof-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

const isFresh = (block: Block, text: string): void => {
  if (process.env['UPDATE_SPEC'] === '1') update(block, text);
  else expect(block.text).toBe(text);
};
const of = (kind: Block['kind']): readonly Block[] => blocks().filter((block) => block.kind === kind);

describe('the page of the process protocol', () => {
  it('shows the programs as they are', () => {
    expect(of('file')).toHaveLength(2);
    for (const block of of('file')) isFresh(block, textOf(block.name));
  });

  it.skipIf(python === undefined).each(of('output'))('shows what the tool says now: $name', (block) => {
    isFresh(block, said(block.name));
  });

  it.skipIf(python === undefined).each(of('program'))(
    'shows a program that runs: $name',
    ({ name, text }) => {
      writeFileSync(join(folder, name), text);
      const asked = ['--role', 'receiver', '--messages', '1', '--disturbances', '1', '--runs', '0', '--json'];
      const { stdout, stderr } = onceproofIn(folder, 'test', '--exec', `${python} ${name}`, ...asked);
      expect(stderr).toBe('');
      const { results } = JSON.parse(stdout);
      expect(results.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
        'violated',
        'unknown',
        'violated',
      ]);
    },
  );

  it('shows lines that the schema allows', () => {
    expect(linesOfJson().length).toBeGreaterThanOrEqual(8);
    for (const line of linesOfJson()) expect([line, isValid(schema, line)]).toEqual([line, true]);
  });
});
