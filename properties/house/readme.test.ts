import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue, flaws } from '../../src/catalogue.ts';
import { drawText } from '../../src/counterexample/draw.ts';
import { explain } from '../../src/counterexample/why/why.ts';
import { tokenOf } from '../../src/counterexample/token/token.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atMostOnce, exactlyOnce, guarantees } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { shortWindow } from '../../src/protocols/flawed/short-window.ts';
import { deliverThenRecord } from '../../src/protocols/three-orders.ts';

const file = resolve('README.md');
const readme = readFileSync(file, 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** The fenced block that follows a marker. */
const blockAfter = (marker: string): string => {
  const found = new RegExp(`<!-- ${marker} -->\\s*\`\`\`\\w*\\n([^]*?)\`\`\``).exec(readme);
  if (found === null) throw new Error(`the README has no block after "${marker}"`);
  return found[1]!;
};

/** Keeps a block fresh: `UPDATE_SPEC=1 npm test` writes it, any other run compares. */
const isFresh = (marker: string, text: string): void => {
  if (process.env['UPDATE_SPEC'] === '1') {
    const now = readFileSync(file, 'utf8');
    const block = new RegExp(`(<!-- ${marker} -->\\s*\`\`\`\\w*\\n)[^]*?(\`\`\`)`);
    writeFileSync(
      file,
      now.replace(block, (_, head: string, tail: string) => `${head}${text}${tail}`),
    );
    return;
  }
  expect(blockAfter(marker)).toBe(text);
};

const folder = mkdtempSync(join(tmpdir(), 'onceproof-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs an example as a reader would who installed the package. */
const run = (code: string): string => {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const [name, target] of [
    ['onceproof', '.'],
    ['fast-check', 'node_modules/fast-check'],
  ] as const) {
    rmSync(join(modules, name), { force: true });
    symlinkSync(resolve(target), join(modules, name));
  }
  writeFileSync(join(folder, 'example.mjs'), code);
  return execFileSync(process.execPath, [join(folder, 'example.mjs')], { cwd: folder, encoding: 'utf8' });
};

describe('the README', () => {
  it('shows the shortest way to a double delivery as it is drawn now', () => {
    const model = compose(deliverThenRecord, worlds.hostile);
    const verdict = verifyExhaustively(model, atMostOnce);
    if (verdict.verdict !== 'violated') throw new Error('deliver-then-record does not deliver twice');
    const { trace, violation } = verdict;
    const marked = { matters: explain(model, atMostOnce, trace, violation).steps };
    isFresh('generated: deliver-then-record', `${drawText(model, trace, violation, marked)}\n`);
  });

  it('has an example of a protocol that runs and prints what it says', () => {
    isFresh('output: a protocol', run(blockAfter('example: a protocol')));
  });

  it('has an example with fast-check that passes', () => {
    expect(run(blockAfter('example: fast-check'))).toBe('');
  });

  it('shows the line that brings a violation back, as it is printed now', () => {
    const model = compose(shortWindow, worlds.calm);
    const verdict = verifyExhaustively(model, exactlyOnce);
    if (verdict.verdict !== 'violated') throw new Error('short-window is not flawed');
    isFresh(
      'generated: reproduce',
      `Reproduce: onceproof replay ${tokenOf(model, exactlyOnce.name, verdict.trace)}\n`,
    );
  });

  it('has an example with past failures that passes, and keeps nothing', () => {
    expect(run(blockAfter('example: past failures'))).toBe('');
    expect(existsSync(join(folder, '.onceproof'))).toBe(false);
  });

  it('names only commands that there are', () => {
    for (const [, script] of readme.matchAll(/npm (?:run )?(start|test|test:\w+)\b/g)) {
      expect(Object.keys(manifest.scripts)).toContain(script);
    }
  });

  it('counts right', () => {
    const sentence = `${catalogue.length} protocols with their exact claims, ${flaws.length} flawed twins that each break one of them, ${Object.keys(worlds).length} worlds, ${guarantees.length} guarantees`;
    if (process.env['UPDATE_SPEC'] === '1') {
      const now = readFileSync(file, 'utf8');
      writeFileSync(file, now.replace(/\S+ protocols with their exact claims, .* guarantees/, sentence));
      return;
    }
    expect(readme).toContain(sentence);
  });
});
