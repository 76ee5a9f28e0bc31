import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { basics } from '../../src/catalogue/basics.ts';
import { catalogue, worldOf, worldsFor } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atLeastOnce, guarantees } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import type { MessageObservationType } from '../../src/model/observation.ts';

/**
 * What was pinned at the last review. A cell of a family beyond the basics with more states than this is visited
 * again by the deep tests, which take all; here it stands as it was pinned.
 */
const pinned = new Map(
  readFileSync('properties/protocols/manifest.txt', 'utf8')
    .split('\n')
    .map((line) => [line.split(' | ').slice(0, 3).join(' | '), line] as const),
);
const many = process.env['ONCEPROOF_CLAIMS'] === 'all' ? Infinity : 5_000;
const isLeft = (name: string, line: string | undefined): line is string =>
  !basics.entries.some(({ protocol }) => protocol.name === name) && Number(line?.split(' | ')[4]) > many;

/** One line a world: what became of each guarantee, and how much was visited to find out. */
const manifest: string[] = [];

describe.each(catalogue)('$protocol.name: $summary', (entry) => {
  const worldNames = worldsFor(entry.protocol);
  const models = new Map(worldNames.map((name) => [name, compose(entry.protocol, worldOf(entry, name))]));

  it.each(guarantees)('keeps $name in the worlds of which it claims so, and in no other', (guarantee) => {
    const verdicts = worldNames.map((name) => {
      const line = pinned.get([entry.protocol.name, guarantee.name, name].join(' | '));
      if (isLeft(entry.protocol.name, line)) {
        manifest.push(line);
        return line.split(' | ')[3] === 'holds'
          ? ({ verdict: 'holds' } as const)
          : ({ verdict: 'violated' } as const);
      }
      const verdict = verifyExhaustively(models.get(name)!, guarantee);
      const { states, transitions, depth } = verdict.coverage;
      const found = verdict.verdict === 'violated' ? `broken in ${verdict.trace.length}` : verdict.verdict;
      manifest.push(
        [entry.protocol.name, guarantee.name, name, found, states, transitions, depth].join(' | '),
      );
      return verdict;
    });
    const kept = worldNames.filter((_, index) => verdicts[index]!.verdict === 'holds');
    const claim = entry.claims.find((claimed) => claimed.guarantee === guarantee);
    expect(kept).toEqual((claim?.worlds ?? []).filter((name) => worldNames.includes(name)));
    // What is not claimed is broken, or was never put to the test: it is not left open by the bound.
    for (const verdict of verdicts) {
      if (verdict.verdict === 'unknown') expect(verdict.reason).toMatch(/^no message was ever|^it speaks of/);
    }
  });

  it('accepts and delivers every submitted message in the calm world, so that no promise is kept by silence', () => {
    const acceptsAll = { ...atLeastOnce, observe: asIf({ submitted: 'confirmed', accepted: 'delivered' }) };
    const deliversAll = { ...atLeastOnce, observe: asIf({ submitted: 'confirmed' }) };
    for (const guarantee of [acceptsAll, deliversAll]) {
      const { verdict, coverage } = verifyExhaustively(models.get('calm')!, guarantee);
      expect(verdict).toBe('holds');
      expect(coverage.messages).toBe(worldOf(entry, 'calm').messages);
    }
  });
});

/** At least once, for other words: what is submitted is owed as if it had been confirmed. */
const asIf =
  (words: Partial<Record<MessageObservationType, MessageObservationType>>): typeof atLeastOnce.observe =>
  (account, sighting) =>
    atLeastOnce.observe(account, { ...sighting, type: words[sighting.type] ?? sighting.type });

describe('the manifest', () => {
  it('has the same verdicts, states, transitions and depths as the last time they were reviewed', async () => {
    const lines = ['protocol | guarantee | world | verdict | states | transitions | depth', ...manifest];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('manifest.txt');
  });
});
