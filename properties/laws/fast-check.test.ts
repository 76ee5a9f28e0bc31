import { it as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GuaranteeBroken, keeps, Trace, walks } from '../../src/fast-check/index.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, noCreation } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { exactlyOnce as exactlyOnceProtocol } from '../../src/protocols/exactly-once.ts';
import { fireAndForget } from '../../src/protocols/fire-and-forget.ts';
import { shortWindow } from '../../src/protocols/flawed/short-window.ts';

const right = compose(exactlyOnceProtocol, worlds.hostile);
const flawed = compose(shortWindow, worlds.calm);
const broken = fc.property(walks(flawed), keeps(atMostOnce));

describe('fc.assert(fc.property(walks(model), keeps(guarantee)))', () => {
  it('passes for a protocol that keeps the guarantee', () => {
    fc.assert(fc.property(walks(right), keeps(exactlyOnce)), { seed: 1, numRuns: 50 });
  });

  property.prop([walks(right)], { seed: 2, numRuns: 20 })('works under @fast-check/vitest', (trace) => {
    keeps(atLeastOnce)(trace);
  });

  it('throws with the seed, the path and the story, drawn and told', () => {
    const assertion = () => fc.assert(broken, { seed: 3, numRuns: 1000 });
    expect(assertion).toThrow(/seed: 3, path: "\d+:0", endOnFailure: true/);
    expect(assertion).toThrow(/Shrunk 1 time\(s\)/);
    // The cause has the picture; the counterexample is told in the report itself.
    expect(assertion).toThrow(/the application submits m0 to sender/);
    const { errorInstance } = fc.check(broken, { seed: 3, numRuns: 1000 });
    expect(errorInstance).toBeInstanceOf(GuaranteeBroken);
    expect((errorInstance as GuaranteeBroken).message).toContain('✗ at most once: m0 is delivered twice');
  });

  it('shrinks in one go, to the same trace whether it searches or replays seed and path', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const found = fc.check(broken, { seed, numRuns: 1000 });
      expect(found.failed).toBe(true);
      expect(found.numShrinks).toBe(1);
      expect(found.counterexamplePath).toMatch(/^\d+:0$/);
      const again = fc.check(broken, { seed, path: found.counterexamplePath!, numRuns: 1000 });
      expect(again.numRuns).toBe(1);
      expect(again.counterexample![0].actions).toEqual(found.counterexample![0].actions);
    }
  });

  it('shrinks to the fewest steps there are', () => {
    const verdict = verifyExhaustively(flawed, atMostOnce);
    const fewest = verdict.verdict === 'violated' ? verdict.trace.length : 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(fc.check(broken, { seed, numRuns: 1000 }).counterexample![0].actions).toHaveLength(fewest);
    }
  });

  it('shrinks to the one trace that is the least, whatever the seed, and says why', () => {
    const verdict = verifyExhaustively(flawed, atMostOnce);
    if (verdict.verdict !== 'violated') throw new Error('the flawed twin is not flawed');
    for (const seed of [1, 2, 3, 4, 5]) {
      const { counterexample, errorInstance } = fc.check(broken, { seed, numRuns: 1000 });
      expect(counterexample![0].actions).toEqual(verdict.trace);
      expect(counterexample![0].form).toMatchObject({ shortest: true, fingerprint: verdict.fingerprint });
      expect((errorInstance as GuaranteeBroken).message).toContain(
        '\nWhy: m0 is delivered twice: in step 3 (data m0 from step 1) and in step 6 (data m0 from step 5).\n',
      );
    }
  });

  it('shrinks for the guarantee that is broken, though one that is kept is asked for first', () => {
    const several = fc.property(walks(flawed), (trace) => {
      keeps(noCreation)(trace);
      keeps(atMostOnce)(trace);
    });
    const found = fc.check(several, { seed: 1, numRuns: 1000 });
    expect([found.numShrinks, found.counterexample![0].actions.length]).toEqual([1, 6]);
    expect((found.errorInstance as GuaranteeBroken).violation.guarantee).toBe('at most once');
  });

  it('leaves the choice of walks to the seed alone', () => {
    const actions = (seed: number) =>
      fc.sample(walks(right), { seed, numRuns: 5 }).map((trace) => trace.actions);
    expect(actions(7)).toEqual(actions(7));
    expect(actions(7)).not.toEqual(actions(8));
  });

  it('runs examples first: traces of the past, made of plain data', () => {
    const verdict = verifyExhaustively(flawed, atMostOnce);
    if (verdict.verdict !== 'violated') throw new Error('the flawed twin is not flawed');
    const past = new Trace(flawed, JSON.parse(JSON.stringify(verdict.trace)));
    const { failed, counterexample, numRuns } = fc.check(broken, { seed: 1, numRuns: 1, examples: [[past]] });
    expect([failed, numRuns]).toEqual([true, 1]);
    expect(counterexample![0].actions).toEqual(verdict.trace);
  });

  it('shrinks an example that was recorded long and by hand', () => {
    const [long] = fc.sample(
      walks(flawed).filter(({ actions }) => {
        const trace = new Trace(flawed, actions);
        return trace.examine(atMostOnce).violation !== undefined;
      }),
      { seed: 5, numRuns: 1 },
    );
    const found = fc.check(broken, { seed: 1, numRuns: 1, examples: [[new Trace(flawed, long!.actions)]] });
    expect(found.counterexample![0].actions).toHaveLength(6);
  });

  it('shows every run that failed when it is verbose', () => {
    const assertion = () => fc.assert(broken, { seed: 3, numRuns: 1000, verbose: fc.VerbosityLevel.Verbose });
    expect(assertion).toThrow(/Encountered failures were:/);
  });

  it('stays out of the way of other predicates, which shrink step by step and replay as well', () => {
    const short = fc.property(walks(flawed), ({ actions }) => {
      return actions.filter(({ type }) => type === 'timeout').length < 2;
    });
    const found = fc.check(short, { seed: 1, numRuns: 100 });
    expect(found.counterexample![0].actions.map(({ type }: { type: string }) => type)).toEqual([
      'timeout',
      'timeout',
    ]);
    const again = fc.check(short, { seed: 1, path: found.counterexamplePath!, numRuns: 100 });
    expect(again.counterexample![0].actions).toEqual(found.counterexample![0].actions);
  });

  it('combines with other arbitraries', () => {
    const both = fc.property(fc.boolean(), walks(flawed), (_, trace) => keeps(atMostOnce)(trace));
    const found = fc.check(both, { seed: 2, numRuns: 1000 });
    expect(found.counterexample![1].actions).toHaveLength(6);
  });

  it('takes as many steps as it is told to, and refuses nonsense', () => {
    const sizes = fc
      .sample(walks(right, { minSteps: 3, maxSteps: 5 }), { seed: 1, numRuns: 50 })
      .map(({ actions }) => actions.length);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([3, 5]);
    expect(() => walks(right, { minSteps: 5, maxSteps: 3 })).toThrow(RangeError);
    expect(() => walks(right, { minSteps: 0 })).toThrow(RangeError);
  });

  it('judges debts at the end of a walk by what can still become of them', () => {
    const lossy = fc.property(walks(compose(fireAndForget, worlds.lossy)), keeps(atLeastOnce));
    expect(fc.check(lossy, { seed: 1 }).counterexample![0].actions.map(({ type }) => type)).toEqual([
      'submit',
      'lose',
    ]);
    fc.assert(fc.property(walks(compose(fireAndForget, worlds.calm), { minSteps: 1 }), keeps(atLeastOnce)), {
      seed: 1,
    });
  });
});
