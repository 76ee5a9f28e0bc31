import { describe, expect, it } from 'vitest';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { examinerOf } from '../../src/explore/examine.ts';
import type { Verdict } from '../../src/explore/verdict.ts';
import { atLeastOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { seen } from '../../src/guarantees/guarantee.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import type { Model } from '../../src/model/model.ts';
import { accepting, delivering, system } from './liveness/drawn.ts';
import type { Step } from './liveness/drawn.ts';

const verdictOf = (model: Model<string, Step>): Verdict<Step> => verifyExhaustively(model, atLeastOnce);
const endingOf = (verdict: Verdict<Step>) =>
  verdict.verdict === 'violated' ? verdict.violation.ending : undefined;

describe('a debt', () => {
  it('is paid when the delivery is certain to come', () => {
    expect(verdictOf(system({ start: [accepting], owing: [delivering('done')], done: [] })).verdict).toBe(
      'holds',
    );
  });

  it('is paid when it can be put off for ever, but stays possible: fairness takes it in the end', () => {
    // A checker that takes every cycle for a counterexample says no, wrongly.
    const retrying = system({
      start: [accepting],
      owing: [{ type: 'retry', to: 'owing' }, delivering('done')],
      done: [],
    });
    expect(verdictOf(retrying).verdict).toBe('holds');
  });

  it('is paid when faults may come between, for faults are not fair', () => {
    const lossy = system({
      start: [accepting],
      owing: [{ type: 'lose', to: 'lost', nature: 'fault' }, delivering('done')],
      lost: [{ type: 'retry', to: 'owing' }],
      done: [],
    });
    expect(verdictOf(lossy).verdict).toBe('holds');
  });

  it('is not paid at a standstill', () => {
    const verdict = verdictOf(
      system({
        start: [accepting],
        owing: [delivering('done'), { type: 'drop', to: 'dead' }],
        done: [],
        dead: [],
      }),
    );
    expect([verdict.verdict, endingOf(verdict)]).toEqual(['violated', 'standstill']);
  });

  it('is not paid when things go on for ever without it', () => {
    // A checker that looks for standstills only says yes, wrongly.
    const verdict = verdictOf(
      system({
        start: [accepting],
        owing: [delivering('done'), { type: 'stray', to: 'round' }],
        round: [{ type: 'turn', to: 'about' }],
        about: [{ type: 'turn', to: 'round' }],
        done: [],
      }),
    );
    expect([verdict.verdict, endingOf(verdict)]).toEqual(['violated', 'for ever']);
    if (verdict.verdict === 'violated')
      expect(verdict.trace.map(({ type }) => type)).toEqual(['submit', 'stray']);
  });

  it('is not paid by a fault that would have to strike', () => {
    // A checker that lets faults help says yes, wrongly: here only a crash delivers.
    const verdict = verdictOf(
      system({
        start: [accepting],
        owing: [
          { type: 'crash', to: 'done', nature: 'fault', sees: ['delivered'] },
          { type: 'wait', to: 'owing' },
        ],
        done: [],
      }),
    );
    expect([verdict.verdict, endingOf(verdict)]).toEqual(['violated', 'for ever']);
  });

  it('is not paid by a further submission, which may never come', () => {
    // A checker that takes the application for fair says yes, wrongly: here the next message flushes the last.
    const verdict = verdictOf(
      system({
        start: [accepting],
        owing: [{ type: 'flush', to: 'done', nature: 'choice', sees: ['delivered'] }],
        done: [],
      }),
    );
    expect(verdict.verdict).toBe('violated');
  });

  it('is not paid just because it was paid on another way', () => {
    // A checker that looks for one reachable delivery says yes, wrongly.
    const verdict = verdictOf(
      system({
        start: [accepting, { type: 'other', to: 'trap', nature: 'choice', sees: ['submitted', 'accepted'] }],
        owing: [delivering('done')],
        done: [],
        trap: [{ type: 'spin', to: 'trap' }],
      }),
    );
    expect(verdict.verdict).toBe('violated');
  });

  it('is not paid however much happens without it: then all that is owed is named, and no way on shown', () => {
    const most = 30_000; // more than is looked at to show one
    const counting: Model<number, Step> = {
      ...(system({ start: [] }) as unknown as Model<number, Step>),
      initial: -1,
      enabled: (count) => (count < 0 ? [accepting] : count < most ? [{ type: 'count', to: '' }] : []),
      step: (count) => ({
        state: count + 1,
        observations: count < 0 ? seen('accepted m0', 'submitted m0') : [],
      }),
      keyOf: String,
    };
    const delivers: Guarantee<any> = { ...atLeastOnce, needs: [] };
    const verdict = verifyExhaustively(counting, delivers);
    if (verdict.verdict !== 'violated') throw new Error('not violated');
    expect(verdict.trace.map(({ type }) => type)).toEqual(['submit']);
    expect(verdict.violation).toEqual({
      guarantee: 'at least once',
      type: 'debt',
      message: 'm0',
      clause: 'm0 was accepted and is never delivered',
      noContinuation: 'there is too much that may still happen to show one way on',
    });
  });

  it('is not known where only the bound keeps it from being paid', () => {
    const bounded = system(
      {
        start: [accepting, { type: 'deliver', to: 'done', sees: ['delivered'] }],
        owing: [{ type: 'wait', to: 'owing' }],
        done: [],
      },
      { owing: [{ type: 'wait', to: 'done' }] },
    );
    const verdict = verdictOf(bounded);
    expect(verdict.verdict).toBe('unknown');
    if (verdict.verdict === 'unknown') expect(verdict.reason).toContain('raise the capacity');
  });
});

describe('a promise', () => {
  it('that nothing put to the test is not kept, but unknown', () => {
    const silent = system({ start: [{ type: 'idle', to: 'start' }] });
    const verdict = verdictOf(silent);
    expect(verdict.verdict === 'unknown' && verdict.reason).toBe('no message was ever accepted');
  });

  it('is unknown where an action was withheld wherever it was possible', () => {
    const bounded = system(
      {
        start: [{ type: 'submit', to: 'owing', sees: ['submitted', 'accepted'] }],
        owing: [delivering('done')],
        done: [],
      },
      { done: [{ type: 'again', to: 'start', nature: 'fault' }] },
    );
    const verdict = verdictOf(bounded);
    expect(verdict.verdict === 'unknown' && verdict.reason).toContain('the bound kept every again');
  });

  it('is unknown where there are more states than may be visited', () => {
    const endless: Model<number, { type: 'count' }> = {
      ...(system({ start: [] }) as unknown as Model<number, { type: 'count' }>),
      initial: 0,
      enabled: () => [{ type: 'count' }],
      step: (state) => ({ state: state + 1, observations: [] }),
      keyOf: String,
      withheld: () => [],
      natureOf: () => 'progress',
    };
    const verdict = verifyExhaustively(endless, atLeastOnce, { maxStates: 100 });
    expect(verdict.verdict === 'unknown' && verdict.reason).toBe('more than 100 states');
  });

  it('of both kinds is broken by whichever comes first', () => {
    const late = [{ type: 'again', to: 'twice', sees: ['delivered'] as const }];
    const model = system({
      start: [accepting],
      owing: [delivering('once'), { type: 'drop', to: 'dead' }],
      once: late,
      twice: [],
      dead: [],
    });
    const verdict = verifyExhaustively(model, exactlyOnce);
    if (verdict.verdict !== 'violated') throw new Error('not violated');
    expect([verdict.violation.type, verdict.trace.length]).toEqual(['debt', 2]);
    const examined = examinerOf(model, exactlyOnce)([accepting, delivering('once'), ...late]);
    expect([examined.violation?.type, examined.performed.length]).toEqual(['breach', 3]);
  });
});
