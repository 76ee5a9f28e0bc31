import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { TraceDocument } from '../../src/counterexample/file/schema.ts';
import { readToken, traceIn } from '../../src/counterexample/token/token.ts';
import { examplesFrom, keeps, reporting, walks } from '../../src/fast-check/index.ts';
import { atMostOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { exactlyOnce as exactlyOnceProtocol } from '../../src/protocols/exactly-once.ts';
import { shortWindow } from '../../src/protocols/flawed/short-window.ts';
import { storeIn } from '../../src/store/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-past-'));
afterAll(() => rmSync(folder, { recursive: true }));

const flawed = compose(shortWindow, worlds.calm);
const property = fc.property(walks(flawed), keeps(atMostOnce));
const settings = { seed: 3, numRuns: 1000 };

/** What an assertion throws. */
const thrownBy = (assertion: () => void): Error => {
  try {
    assertion();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
};

const found = (): readonly TraceDocument[] => {
  const kept: TraceDocument[] = [];
  thrownBy(() =>
    fc.assert(property, { ...settings, reporter: reporting((document) => kept.push(document)) }),
  );
  return kept;
};

describe('a failure under fast-check', () => {
  it('is kept once, shrunk, with what is wrong', () => {
    const { counterexample } = fc.check(property, settings);
    expect(found()).toMatchObject([
      {
        protocol: 'short-window',
        guarantee: 'at most once',
        world: worlds.calm,
        clause: 'm0 is delivered twice',
        trace: counterexample![0].actions,
      },
    ]);
  });

  it('is reported as fast-check reports it by itself', () => {
    const own = thrownBy(() => fc.assert(property, settings));
    const ours = thrownBy(() => fc.assert(property, { ...settings, reporter: reporting(() => {}) }));
    expect(ours.message).toBe(own.message);
    expect((ours.cause as Error).message).toBe((own.cause as Error).message);
    const including = { ...settings, includeErrorInReport: true };
    const whole = thrownBy(() => fc.assert(property, { ...including, reporter: reporting(() => {}) }));
    expect([whole.message.includes('✗ at most once'), whole.cause]).toEqual([true, undefined]);
  });

  it('ends with the line that performs it again', () => {
    const { cause } = thrownBy(() => fc.assert(property, settings));
    const [, token = ''] = /^Reproduce: onceproof replay (\S+)$/m.exec((cause as Error).message) ?? [];
    expect(traceIn(readToken(token), flawed)).toEqual(found()[0]!.trace);
    expect(readToken(token).guarantee).toBe('at most once');
  });

  it('has that line in a world without a bound on what is in flight, too', () => {
    const boundless = compose(shortWindow, { ...worlds.calm, capacity: Infinity });
    const { cause } = thrownBy(() => fc.assert(fc.property(walks(boundless), keeps(atMostOnce)), settings));
    expect((cause as Error).message).toContain('Reproduce: onceproof replay op1.short-window');
  });

  it('is only reported where it is no broken guarantee', () => {
    const other = fc.property(walks(flawed), () => false);
    const kept: unknown[] = [];
    expect(() => fc.assert(other, { reporter: reporting((document) => kept.push(document)) })).toThrow();
    expect(kept).toEqual([]);
  });

  it('is nothing where there is none', () => {
    const right = fc.property(walks(compose(exactlyOnceProtocol, worlds.calm)), keeps(exactlyOnce));
    fc.assert(right, { seed: 1, numRuns: 5, reporter: reporting(() => expect.unreachable()) });
  });
});

describe('the failures of the past under fast-check', () => {
  const store = storeIn(join(folder, '.onceproof'), { keeping: true });
  const checked = (model: WorldModel, documents: readonly TraceDocument[]) =>
    fc.check(fc.property(walks(model), keeps(atMostOnce)), {
      seed: 1,
      numRuns: 1,
      examples: examplesFrom(documents, model),
    });

  it('go into a store and come first the next time', () => {
    for (let time = 0; time < 2; time += 1) {
      thrownBy(() => fc.assert(property, { ...settings, reporter: reporting(store.keep) }));
    }
    expect(readdirSync(store.directory)).toHaveLength(1);
    expect(fc.check(property, { seed: 1, numRuns: 1 }).failed).toBe(false);
    const outcome = checked(flawed, store.documents());
    expect([outcome.failed, outcome.numRuns]).toEqual([true, 1]);
    expect(outcome.counterexample![0].actions).toEqual(store.documents()[0]!.trace);
  });

  it('are said to be kept, where the store says so', () => {
    const others = storeIn(join(folder, 'others'), { keeping: true });
    const report = () =>
      thrownBy(() => fc.assert(property, { ...settings, reporter: reporting(others.keep) })).message;
    const [first, second] = [report(), report()];
    const [file] = others.read().failures.map((failure) => failure.file);
    expect(first).toContain(`\n\nKept as ${file}, to be performed first the next time.`);
    expect(second).toContain(`\n\nKept before as ${file}.`);
  });

  it('are not kept in CI, which the report says', () => {
    vi.stubEnv('CI', 'true');
    const nowhere = storeIn(join(folder, 'nowhere'));
    const { message } = thrownBy(() =>
      fc.assert(property, { ...settings, reporter: reporting(nowhere.keep) }),
    );
    vi.unstubAllEnvs();
    expect(message).toMatch(/Not kept as \S+\.json: nothing is kept in CI \(the variable CI is set\)\.$/);
    expect(nowhere.exists()).toBe(false);
  });

  it('are those of the same protocol in the same world', () => {
    const [document] = found() as [TraceDocument];
    const examples = (change: Partial<TraceDocument>): number =>
      examplesFrom([{ ...document, ...change }], flawed).length;
    expect(examples({})).toBe(1);
    expect(examples({ protocol: 'another' })).toBe(0);
    expect(examples({ world: worlds.lossy })).toBe(0);
  });

  it('pass once the protocol is mended', () => {
    const mended = compose({ ...exactlyOnceProtocol, name: 'short-window' }, worlds.calm);
    expect(examplesFrom(store.documents(), mended)).toHaveLength(1);
    expect(checked(mended, store.documents()).failed).toBe(false);
  });
});
