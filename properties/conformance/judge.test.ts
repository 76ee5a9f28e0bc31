import { describe, expect, it } from 'vitest';
import { judge } from '../../src/conformance/judge.ts';
import type { HistoryEvent } from '../../src/conformance/history.ts';
import {
  atLeastOnce,
  atMostOnce,
  exactlyOnce,
  guarantees,
  honestConfirmation,
  inOrder,
  noCreation,
} from '../../src/guarantees/index.ts';
import { anomalies, good, reason, told, verdict } from './told.ts';

const lossIn = (...events: readonly string[]) =>
  judge(told(...events, 'drained'), [atLeastOnce]).offending.map(({ loss }) => loss);

describe('at least once', () => {
  it('holds where everything confirmed was delivered, drained or not', () => {
    expect(verdict(atLeastOnce, ...good)).toBe('holds');
    expect(verdict(atLeastOnce, ...good, 'delivered g', 'drained', 'ended')).toBe('holds');
  });

  it('is violated by what is still owed at a drained mark: that message is lost', () => {
    const history = [...good, 'submitted m0', 'confirmed m0', 'drained'];
    expect(verdict(atLeastOnce, ...history)).toBe('violated');
    expect(reason(atLeastOnce, ...history)).toBe('m0 was confirmed and is never delivered (line 5)');
    expect(anomalies(...history)).toEqual({ lost: 1 });
    expect(verdict(atLeastOnce, ...good, 'submitted m0', 'accepted m0', 'drained')).toBe('violated');
  });

  it('is unknown, and nothing is lost, while the history was not drained', () => {
    const history = [...good, 'submitted m0', 'confirmed m0', 'ended'];
    expect(reason(atLeastOnce, ...history)).toBe(
      'm0 was confirmed and is not yet delivered (line 5), but the history was not drained after that',
    );
    expect(verdict(atLeastOnce, ...history)).toBe('unknown');
    expect(verdict(atLeastOnce, ...history, 'draining')).toBe('unknown');
    expect(anomalies(...history)).toEqual({});
  });

  it('is unknown where the obligation arose after the last drained mark', () => {
    expect(verdict(atLeastOnce, ...good, 'drained', 'submitted m0', 'confirmed m0')).toBe('unknown');
    expect(verdict(atLeastOnce, ...good, 'drained', 'submitted m0', 'confirmed m0', 'drained')).toBe(
      'violated',
    );
    expect(verdict(atLeastOnce, ...good, 'submitted m0', 'drained', 'confirmed m0')).toBe('unknown');
  });

  it('counts an obligation from its beginning: who confirms what was accepted before has owed it since', () => {
    expect(verdict(atLeastOnce, ...good, 'accepted m0', 'drained', 'confirmed m0')).toBe('violated');
    expect(verdict(atLeastOnce, ...good, 'accepted m0', 'abandoned m0', 'drained', 'confirmed m0')).toBe(
      'unknown',
    );
  });

  it('is judged over the whole history: what arrives after the drained mark was late, not lost', () => {
    expect(verdict(atLeastOnce, ...good, 'confirmed m0', 'drained', 'delivered m0')).toBe('holds');
    expect(verdict(atLeastOnce, 'delivered m0', 'confirmed m0', 'drained')).toBe('holds');
  });

  it('does not owe what the sender admitted that it may not deliver, unless it confirmed it', () => {
    expect(verdict(atLeastOnce, ...good, 'accepted m0', 'abandoned m0', 'drained')).toBe('holds');
    expect(verdict(atLeastOnce, ...good, 'accepted m0', 'rejected m0', 'drained')).toBe('holds');
    expect(verdict(atLeastOnce, ...good, 'submitted m0', 'drained')).toBe('holds');
    expect(verdict(atLeastOnce, ...good, 'abandoned m0', 'confirmed m0', 'drained')).toBe('violated');
  });

  it('says how a message was lost: silently, while something crashed, or plainly', () => {
    expect(lossIn('accepted m0', 'crashed sender', 'confirmed m0')).toEqual(['silent']);
    expect(lossIn('accepted m0', 'crashed sender', 'restarted sender')).toEqual(['in progress at a crash']);
    expect(lossIn('crashed sender', 'restarted sender', 'accepted m0')).toEqual(['plain']);
  });
});

describe('at most once', () => {
  it('is violated by a second delivery, and by the delivery of what was rejected', () => {
    expect(reason(atMostOnce, ...good, 'delivered g')).toBe('g is delivered twice (line 4)');
    expect(verdict(atMostOnce, ...good, 'delivered g')).toBe('violated');
    expect(verdict(atMostOnce, ...good, 'rejected m0', 'delivered m0')).toBe('violated');
    expect(verdict(atMostOnce, ...good, 'delivered m0', 'rejected m0')).toBe('violated');
  });

  it('holds though messages are lost, and needs no drained mark', () => {
    expect(verdict(atMostOnce, ...good, 'confirmed m0')).toBe('holds');
    expect(verdict(atMostOnce, ...good, 'confirmed m0', 'drained')).toBe('holds');
    expect(anomalies(...good, 'confirmed m0', 'drained')).toEqual({ lost: 1 });
  });
});

describe('exactly once', () => {
  it('is violated where either half is, and tells of both', () => {
    expect(verdict(exactlyOnce, ...good, 'delivered g')).toBe('violated');
    expect(verdict(exactlyOnce, ...good, 'confirmed m0', 'drained')).toBe('violated');
    expect(reason(exactlyOnce, ...good, 'delivered g', 'confirmed m0', 'drained')).toBe(
      'g is delivered twice (line 4); m0 was confirmed and is never delivered (line 5)',
    );
  });

  it('is violated by a second delivery though the history was not drained', () => {
    expect(verdict(exactlyOnce, ...good, 'confirmed m0', 'delivered g')).toBe('violated');
  });

  it('is unknown where something was delivered whose submission was not recorded', () => {
    expect(reason(exactlyOnce, ...good, 'delivered m9', 'drained')).toBe(
      'm9 is delivered and its submission is not recorded (line 4): created, or not recorded',
    );
    expect(verdict(exactlyOnce, ...good, 'delivered m9', 'drained')).toBe('unknown');
    expect(verdict(atLeastOnce, ...good, 'delivered m9', 'drained')).toBe('holds');
    expect(verdict(atMostOnce, ...good, 'delivered m9', 'drained')).toBe('holds');
    expect(verdict(noCreation, ...good, 'delivered m9', 'drained')).toBe('violated');
    expect(verdict(exactlyOnce, ...good, 'delivered m9', 'delivered g')).toBe('violated');
  });
});

describe('"holds" is never said of silence', () => {
  it.each(guarantees)('$name is unknown in a history without observations', (guarantee) => {
    expect(verdict(guarantee, 'faults', 'drained', 'ended')).toBe('unknown');
    expect(judge([], [guarantee]).verdict).toBe('unknown');
  });

  it('and what was not seen is named', () => {
    expect(reason(atMostOnce, 'submitted m0')).toBe('no message was delivered');
    expect(reason(atLeastOnce, 'submitted m0', 'drained')).toBe(
      'no message was accepted or confirmed; no message was delivered',
    );
    expect(reason(exactlyOnce, 'submitted m0', 'delivered m0')).toBe('no message was accepted or confirmed');
    expect(reason(honestConfirmation, 'accepted m0', 'delivered m0')).toBe('no message was confirmed');
  });

  it('and a confirmation stands for the acceptance where a client has one callback only', () => {
    expect(verdict(atLeastOnce, 'submitted m0', 'confirmed m0', 'delivered m0')).toBe('holds');
    expect(verdict(atLeastOnce, 'submitted m0', 'accepted m0', 'delivered m0')).toBe('holds');
  });
});

const cases = (kind: 'accepts' | 'refuses') =>
  guarantees.flatMap((guarantee) =>
    guarantee[kind].map((history) => {
      const words = history.map(({ type, ...rest }) => `${type} ${'message' in rest ? rest.message : ''}`);
      const events: readonly HistoryEvent[] = [...history, { type: 'drained' }, { type: 'ended' }];
      return [`${guarantee.name} ${kind}: ${words.join(', ') || 'nothing'}`, guarantee, events] as const;
    }),
  );

describe('every guarantee judges its own smallest histories', () => {
  it.each(cases('refuses'))('%s', (_, guarantee, events) => {
    expect(judge(events, [guarantee]).verdict).toBe('violated');
  });

  it.each(cases('accepts'))('%s, and "holds" is said if what it needs was seen', (_, guarantee, events) => {
    const types = new Set<string>(events.map(({ type }) => type));
    // Who confirms accepts thereby.
    if (types.has('confirmed')) types.add('accepted');
    const judgement = judge(events, [guarantee]);
    expect(judgement.verdict).toBe(guarantee.needs.every((type) => types.has(type)) ? 'holds' : 'unknown');
    if (judgement.verdict === 'unknown') {
      expect(judgement.reason).toMatch(/^no message was [a-z ]+(; no message was [a-z ]+)*$/);
    }
  });

  it('and says "holds" of one of them at least', () => {
    for (const guarantee of guarantees) {
      const verdicts = cases('accepts')
        .filter(([, own]) => own === guarantee)
        .map(([, , events]) => judge(events, [guarantee]).verdict);
      expect(verdicts, guarantee.name).toContain('holds');
    }
  });
});

describe('several guarantees are judged together', () => {
  it('and the worst verdict wins, with its own reasons', () => {
    const disordered = told('submitted m0', 'submitted m1', 'delivered m1', 'delivered m0', 'confirmed m2');
    expect(judge(disordered, [atMostOnce]).verdict).toBe('holds');
    expect(judge(disordered, [atLeastOnce]).verdict).toBe('unknown');
    expect(judge(disordered, [inOrder]).verdict).toBe('violated');
    expect(judge(disordered, [atLeastOnce, atMostOnce]).verdict).toBe('unknown');
    const all = judge(disordered, [atLeastOnce, inOrder, atMostOnce]);
    expect(all.verdict).toBe('violated');
    expect(all.reason).toBe('m0 is delivered after m1, which was submitted later (line 4)');
  });
});

describe('an offence', () => {
  it('names the group in which it shows, where groups have names', () => {
    const groupIn = (...events: readonly string[]) =>
      judge(told('submitted m0', ...events), [atMostOnce]).offending.map(({ group }) => group);
    expect(groupIn('delivered m0 group=billing', 'delivered m0 group=billing')).toEqual(['billing']);
    expect(groupIn('delivered m0', 'delivered m0')).toEqual([undefined]);
  });
});
