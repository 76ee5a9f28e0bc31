import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flaws, worldOf } from '../../src/catalogue.ts';
import { textOfDocument, traceDocument } from '../../src/counterexample/file/document.ts';
import { letters } from '../../src/counterexample/token/steps.ts';
import { tokenOf } from '../../src/counterexample/token/token.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { compose } from '../../src/model/compose.ts';

const page = readFileSync('spec/traces.md', 'utf8');

/** What stands between a marker and the next paragraph of prose. */
const blockAfter = (marker: string): string => {
  const found = new RegExp(`<!-- generated: ${marker} -->\\n\\n([^]*?)\\n\\n`).exec(page);
  if (found === null) throw new Error(`spec/traces.md has no block after "${marker}"`);
  return found[1]!;
};

const found = (name: string) => {
  const flaw = flaws.find(({ protocol }) => protocol.name === name)!;
  const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
  const verdict = verifyExhaustively(model, flaw.guarantee);
  if (verdict.verdict !== 'violated') throw new Error(`${name} is not flawed`);
  const { trace, violation } = verdict;
  return { model, trace, violation };
};

describe('the page about traces', () => {
  it('shows a token as it is made now', () => {
    const { model, trace } = found('short-window');
    expect(blockAfter('token')).toBe(`\`\`\`text\n${tokenOf(model, 'exactly once', trace)}\n\`\`\``);
  });

  it('shows a file as it is written now', () => {
    const { model, trace, violation } = found('sent-twice');
    const text = textOfDocument(traceDocument(model, 'at most once', trace, { violation }));
    expect(blockAfter('file')).toBe(`\`\`\`json\n${text}\`\`\``);
  });

  it('names every letter', () => {
    const rows = blockAfter('letters')
      .split('\n')
      .slice(2)
      .map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
    expect(Object.fromEntries(rows.map(([, letter, type]) => [type, letter]))).toEqual(letters);
  });
});
