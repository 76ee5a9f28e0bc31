import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { usualPatience } from '../../../src/conformance/simulation/run.ts';
import { afterAll, describe, expect, it, vi } from 'vitest';

const page = resolve('spec/implementations.md');
const text = readFileSync(page, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'onceproof-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The block after a mark. */
const blockAfter = (mark: string): string => {
  const [, block] = new RegExp(`<!-- ${mark} -->\n\n\`\`\`\\w+\n(.*?)\`\`\``, 's').exec(text) ?? [];
  if (block === undefined) throw new Error(`there is no block after "${mark}"`);
  return block;
};

/** What an example prints. */
const printedBy = async (name: string): Promise<string> => {
  const file = join(folder, `${name.replaceAll(' ', '-')}.mjs`);
  writeFileSync(
    file,
    blockAfter(`example: ${name}`).replace("'onceproof'", JSON.stringify(resolve('src/index.ts'))),
  );
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
  try {
    await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    log.mockRestore();
  }
  return `${printed.join('\n').trimEnd()}\n`;
};

describe('the page about implementations', () => {
  it('says how long is waited for a debt', () => {
    expect(text).toContain(`at most for ${usualPatience.rounds} rounds and two more for each of its steps`);
  });

  it.each(['a relay', 'measured'])('prints what it says: %s', async (name) => {
    const printed = await printedBy(name);
    if (process.env['UPDATE_SPEC'] === '1') {
      const mark = `<!-- output: ${name} -->\n\n\`\`\`text\n`;
      const now = readFileSync(page, 'utf8');
      const from = now.indexOf(mark) + mark.length;
      writeFileSync(page, now.slice(0, from) + printed + now.slice(now.indexOf('```', from)));
      return;
    }
    expect(blockAfter(`output: ${name}`)).toBe(printed);
  });
});
