import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { traceDocument } from '../../src/counterexample/file/document.ts';
import { readToken } from '../../src/counterexample/token/token.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atLeastOnce, atMostOnce } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import * as protocols from '../../src/protocols/index.ts';
import { storeIn } from '../../src/store/store.ts';
import '../../src/vitest/index.ts';

const kept = compose(protocols.fireAndForget, worlds.lossy);
const broken = compose(protocols.fireAndForget, worlds.duplicating);
const folder = mkdtempSync(join(tmpdir(), 'onceproof-matchers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What an expectation says that is not met. */
const complaintOf = (expectation: () => void): string => {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the expectation was met');
};

describe('expect(model).toKeep(guarantee)', () => {
  it('is met where the guarantee is kept in every state', () => {
    expect(kept).toKeep(atMostOnce, { store: false });
  });

  it('fails where it is broken, and tells the story, why, and how to have it again', () => {
    const told = complaintOf(() => expect(broken).toKeep(atMostOnce, { store: false }));
    expect(told).toContain('fire-and-forget in the duplicating world');
    expect(told).toContain('┌────────┐');
    expect(told).toMatch(/▸1\. the application submits m0/);
    expect(told).toMatch(/Why: m0 is delivered twice: .+\.\nSteps that matter \(▸\): /);
    const [, token = ''] = /Reproduce: onceproof replay (\S+)/.exec(told) ?? [];
    expect(readToken(token)).toMatchObject({ protocol: 'fire-and-forget', guarantee: 'at most once' });
  });

  it('fails where it is unknown, and says why and what bounds the search', () => {
    const told = complaintOf(() => expect(kept).toKeep(atMostOnce, { maxStates: 2, store: false }));
    expect(told).toMatch(/^whether fire-and-forget in the lossy world keeps at most once is unknown: /);
    expect(told).toContain('maxStates');
  });

  it('takes nothing but a protocol in a world', () => {
    const complaint = /expects a protocol in a world/;
    // @ts-expect-error: a protocol alone has no such matcher
    expect(() => expect(protocols.fireAndForget).toKeep(atMostOnce)).toThrow(complaint);
    expect(() => (expect(undefined) as any).toKeep(atMostOnce)).toThrow(complaint);
  });
});

describe('expect(model).not.toKeep(guarantee)', () => {
  it('is met where there is a counterexample', () => {
    expect(broken).not.toKeep(atMostOnce, { store: false });
  });

  it('fails where the guarantee is kept, and says within which bound', () => {
    const told = complaintOf(() => expect(kept).not.toKeep(atMostOnce, { store: false }));
    expect(told).toMatch(/at most once was to be broken by .+ kept in all \d+ states: 2 messages/);
  });

  it('fails where it is unknown: nothing found is no counterexample', () => {
    const told = complaintOf(() => expect(kept).not.toKeep(atMostOnce, { maxStates: 2, store: false }));
    expect(told).toContain('is unknown');
  });
});

describe('the failures of the past', () => {
  const verdict = verifyExhaustively(broken, atMostOnce);
  if (verdict.verdict !== 'violated') throw new Error('fire-and-forget keeps at most once');
  const store = join(folder, 'past');
  const { file } = storeIn(store).keep(
    traceDocument(broken, atMostOnce.name, verdict.trace, { violation: verdict.violation }),
  );

  it('are performed first: one that is still broken fails before anything is explored', () => {
    const told = complaintOf(() => expect(broken).toKeep(atMostOnce, { store, maxStates: 1 }));
    expect(told).toContain(`still broken, as when it was kept in ${file}`);
    expect(told).toContain('Why: m0 is delivered twice');
  });

  it('of another world, or another guarantee, are left alone', () => {
    const other = compose(protocols.fireAndForget, { ...worlds.duplicating, name: 'other' });
    for (const [model, guarantee] of [
      [other, atMostOnce],
      [broken, atLeastOnce],
    ] as const) {
      const told = complaintOf(() => expect(model).not.toKeep(guarantee, { store, maxStates: 1 }));
      expect(told).toContain('is unknown');
    }
  });

  it('are none where there is no such directory, and none is made', () => {
    const nowhere = join(folder, 'nowhere');
    expect(kept).toKeep(atMostOnce, { store: nowhere });
    expect(storeIn(nowhere).exists()).toBe(false);
  });

  it('that cannot be read fail the test: one of them may be still broken', () => {
    const torn = join(folder, 'torn');
    storeIn(torn).keep(traceDocument(broken, atMostOnce.name, verdict.trace, {}));
    writeFileSync(join(torn, 'half.json'), '{');
    expect(() => expect(kept).toKeep(atMostOnce, { store: torn })).toThrow(/half\.json:1:\d+: /);
  });
});
