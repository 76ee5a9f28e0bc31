import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
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
  const { file } = storeIn(store, { keeping: true }).keep(
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
    storeIn(torn, { keeping: true }).keep(traceDocument(broken, atMostOnce.name, verdict.trace, {}));
    writeFileSync(join(torn, 'half.json'), '{');
    expect(() => expect(kept).toKeep(atMostOnce, { store: torn })).toThrow(/half\.json:1:\d+: /);
  });
});

describe('a new counterexample', () => {
  const outsideCi = (): void => {
    vi.stubEnv('CI', '');
    onTestFinished(() => void vi.unstubAllEnvs());
  };
  let count = 0;
  const emptyStore = (): string => join(folder, `new-${(count += 1)}`);

  it('is kept in the directory that is named, performed first the next time, and never changed', () => {
    outsideCi();
    const store = emptyStore();
    const told = complaintOf(() => expect(broken).toKeep(atMostOnce, { store }));
    const [name] = readdirSync(store) as [string];
    expect(name).toMatch(/^fire-and-forget-[0-9a-f]{16}\.json$/);
    expect(told).toContain('┌────────┐');
    expect(told).toMatch(/\nReproduce: onceproof replay op1\.\S+\n/);
    expect(told).toContain(`Kept as ${join(store, name)}, to be performed first the next time.`);

    const reviewed = readFileSync(join(store, name), 'utf8').replace('{', '{\n  "comment": "seen",');
    writeFileSync(join(store, name), reviewed);
    const again = complaintOf(() => expect(broken).toKeep(atMostOnce, { store, maxStates: 1 }));
    expect(again).toContain(`still broken, as when it was kept in ${join(store, name)}`);
    expect([readdirSync(store), readFileSync(join(store, name), 'utf8')]).toEqual([[name], reviewed]);
  });

  it('has a file of the same name wherever it is found', () => {
    outsideCi();
    const names = [emptyStore(), emptyStore()].map((store) => {
      complaintOf(() => expect(broken).toKeep(atMostOnce, { store }));
      return readdirSync(store).map((file) => basename(file));
    });
    expect(names[0]).toEqual(names[1]);
  });

  it('is kept in .onceproof, if that is there, and makes no such directory', () => {
    outsideCi();
    const project = emptyStore();
    mkdirSync(project);
    const before = process.cwd();
    process.chdir(project);
    onTestFinished(() => process.chdir(before));
    expect(complaintOf(() => expect(broken).toKeep(atMostOnce))).not.toMatch(/[Kk]ept as/);
    expect(readdirSync(project)).toEqual([]);
    mkdirSync('.onceproof');
    expect(complaintOf(() => expect(broken).toKeep(atMostOnce))).toContain('Kept as .onceproof');
    expect(readdirSync('.onceproof')).toHaveLength(1);
  });

  it('is not kept in CI, and the failure says so, unless it is to be', () => {
    vi.stubEnv('CI', 'true');
    onTestFinished(() => void vi.unstubAllEnvs());
    const store = emptyStore();
    const told = complaintOf(() => expect(broken).toKeep(atMostOnce, { store }));
    expect(told).toMatch(/Not kept as \S+\.json: nothing is kept in CI \(the variable CI is set\)\.\n$/);
    expect(storeIn(store).exists()).toBe(false);
    complaintOf(() => expect(broken).toKeep(atMostOnce, { store, keep: true }));
    expect(readdirSync(store)).toHaveLength(1);
  });

  it('is not kept where none is to be, and neither is one that was wanted', () => {
    outsideCi();
    const store = emptyStore();
    expect(complaintOf(() => expect(broken).toKeep(atMostOnce, { store, keep: false }))).not.toContain(
      'ept as',
    );
    expect(broken).not.toKeep(atMostOnce, { store });
    expect(storeIn(store).exists()).toBe(false);
  });
});
