import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explanationOf, whyInWords } from '../../src/cli/why.ts';
import { flaws, worldOf } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { compose } from '../../src/model/compose.ts';

const file = 'spec/counterexamples.md';

/** Keeps a block fresh: `UPDATE_SPEC=1 npm test` writes it, any other run compares. */
const isFresh = (marker: string, text: string): void => {
  const page = readFileSync(file, 'utf8');
  const block = new RegExp(`(<!-- ${marker} -->\\s*\`\`\`text\\n)([^]*?)(\`\`\`)`);
  if (process.env['UPDATE_SPEC'] === '1') {
    writeFileSync(
      file,
      page.replace(block, (...[, head, , tail]: string[]) => `${head}${text}${tail}`),
    );
    return;
  }
  expect(block.exec(page)?.[2]).toBe(text);
};

const found = flaws.map((flaw) => {
  const task = { subject: flaw, world: worldOf(flaw, flaw.world), guarantee: flaw.guarantee };
  const model = compose(flaw.protocol, task.world);
  const verdict = verifyExhaustively(model, task.guarantee);
  if (verdict.verdict !== 'violated') throw new Error(`${flaw.protocol.name} is not flawed`);
  return { flaw, verdict, explanation: explanationOf(task, model, verdict) };
});

describe('the page of counterexamples', () => {
  it('shows an explanation as it is now', () => {
    const { verdict, explanation } = found.find(({ flaw }) => flaw.protocol.name === 'seen-in-memory')!;
    isFresh('generated: why', whyInWords(explanation, verdict.trace, 80));
  });

  it('lists the normal forms of the flawed twins as they are now', () => {
    const rows = found.map(({ flaw, verdict, explanation }) => [
      flaw.protocol.name,
      `${verdict.guarantee}, ${flaw.world}`,
      `${verdict.trace.length}`,
      verdict.fingerprint ?? '',
      explanation.without
        .filter((remedy) => remedy.verdict === 'holds')
        .map(({ without }) => without)
        .join('; '),
    ]);
    const all = [
      ['flawed twin', 'breaks, in the world', 'steps', 'fingerprint', 'impossible without'],
      ...rows,
    ];
    const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
    const lines = all.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
    isFresh('generated: flaws', `${lines.join('\n')}\n`);
  });
});
