import { mkdtempSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { fromRoles } from '../../../src/conformance/simulation/from-roles.ts';
import { assertKeeps, NotKept } from '../../../src/conformance/simulation/keeping.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import { deliveryProperty } from '../../../src/fast-check/index.ts';
import { atMostOnce, exactlyOnce } from '../../../src/guarantees/index.ts';
import { worlds } from '../../../src/model/world.ts';
import * as protocols from '../../../src/protocols/index.ts';
import { storeIn } from '../../../src/store/store.ts';
import '../../../src/vitest/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-keeping-'));
afterAll(() => rmSync(folder, { recursive: true }));

const right = fromRoles(protocols.exactlyOnce, { snapshots: false });
const wrong = fromRoles(protocols.deliverThenRecord, { snapshots: false });
const idle = inProcess({
  name: 'idle',
  links: ['sender -> receiver'],
  roles: { sender: { submits: true, start: () => ({}) }, receiver: { start: () => ({}) } },
});
const small = { world: worlds.crashing, runs: 5, disturbances: 1 } as const;
const none = { runs: 0, disturbances: -1 } as const;

const complaintOf = (failing: Promise<unknown>): Promise<Error> =>
  failing.then(
    () => Promise.reject(new Error('nothing failed')),
    (error: Error) => error,
  );

describe('assertKeeps', () => {
  it('passes where nothing is broken, and says what was tried', async () => {
    const verdict = await assertKeeps(right, exactlyOnce, small);
    expect(verdict.verdict === 'unknown' && verdict.reason).toContain('single disturbances');
  });

  it('fails where it is broken, with the picture and the words', async () => {
    const error = await complaintOf(assertKeeps(wrong, atMostOnce, small));
    expect(error).toBeInstanceOf(NotKept);
    expect(error.message).toMatch(
      /^deliver-then-record in the crashing world: at most once is broken in 5 steps: m0/,
    );
    expect(error.message).toContain('┌────────┐');
    expect(error.message).toContain('✗ at most once: m0 is delivered twice');
    expect(error.message).toMatch(/\nWhy: m0 is delivered twice: .*\nSteps that matter \(▸\): .* of 5\.\n/);
  });

  it('fails where nothing was ever put to the test', async () => {
    const { message } = await complaintOf(assertKeeps(idle, atMostOnce, small));
    expect(message).toContain('no message was ever delivered');
  });
});

describe('deliveryProperty', () => {
  it('is a property of fast-check that holds of code that keeps its promise', async () => {
    await fc.assert(deliveryProperty(right, exactlyOnce, { ...small, disturbances: 0 }), { numRuns: 5 });
  });

  it('fails with the story of the run, shrunk, and fails again with the same seed', async () => {
    const check = (options: fc.Parameters<[number]>) =>
      fc.check(deliveryProperty(wrong, atMostOnce, { ...small, disturbances: -1 }), options);
    const failed = await check({ seed: 5, numRuns: 200 });
    expect(failed.failed).toBe(true);
    const error = failed.errorInstance as Error;
    expect(error.message).toContain('broken in 5 steps');
    const again = await check({ seed: 5, path: failed.counterexamplePath!, numRuns: 1 });
    expect((again.errorInstance as Error).message).toBe(error.message);
  });
});

describe('await expect(implementation).toKeep(guarantee, { world })', () => {
  it('is met where nothing is broken, and not where something is', async () => {
    await expect(right).toKeep(exactlyOnce, { ...small, store: false });
    await expect(wrong).not.toKeep(atMostOnce, { ...small, store: false });
    const { message } = await complaintOf(expect(wrong).toKeep(atMostOnce, { ...small, store: false }));
    expect(message).toContain('┌────────┐');
  });

  it('annotates the test with the picture where it fails, and only there', async ({ task }) => {
    await expect(wrong).not.toKeep(atMostOnce, { ...small, store: false });
    expect(task.annotations).toEqual([]);
    const { message } = await complaintOf(expect(wrong).toKeep(atMostOnce, { ...small, store: false }));
    expect(task.annotations.map(({ type }) => type)).toEqual(['counterexample']);
    expect(message).toContain(task.annotations[0]!.message);
  });

  it('is not met, with or without .not, where nothing was put to the test', async () => {
    await complaintOf(expect(idle).toKeep(atMostOnce, { ...small, store: false }));
    await complaintOf(expect(idle).not.toKeep(atMostOnce, { ...small, store: false }));
  });

  it('wants to know in which world', async () => {
    const failing = (expect(right) as any).toKeep(exactlyOnce) as Promise<void>;
    expect((await complaintOf(failing)).message).toContain('expects the world');
  });

  it('keeps a failure where there is a store, and performs it first from then on', async () => {
    vi.stubEnv('CI', ''); // where nothing is kept
    const store = join(folder, 'store');
    mkdirSync(store);
    await complaintOf(expect(wrong).toKeep(atMostOnce, { ...small, store }));
    expect(readdirSync(store)).toHaveLength(1);
    const again = expect(wrong).toKeep(atMostOnce, { world: worlds.crashing, ...none, store });
    expect((await complaintOf(again)).message).toContain('broken in 5 steps');
    await expect(right).toKeep(atMostOnce, { ...small, store });
    expect(storeIn(store).documents()[0]).toMatchObject({ protocol: 'deliver-then-record' });
    vi.unstubAllEnvs();
  });
});
