import { describe, expect, it } from 'vitest';
import { judge, judgeOf } from '../../src/conformance/judge.ts';
import type { Judgement } from '../../src/conformance/judge.ts';
import type { HistoryEvent } from '../../src/conformance/history.ts';
import {
  atLeastOnce,
  atMostOnce,
  confirmedMeansDelivered,
  exactlyOnce,
  guarantees,
  inOrder,
  noCreation,
  strictlyInOrder,
} from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { good, told } from './told.ts';

/** `?` stands for a line that cannot be read. */
const gapped = (guarantee: Guarantee, ...events: readonly string[]): Judgement => {
  const hearing = judgeOf([guarantee]);
  events.forEach((event, index) => {
    const [heard] = event === '?' ? [] : told(event);
    if (heard === undefined) hearing.miss(index + 1);
    else hearing.hear(heard, index + 1);
  });
  return hearing.judgement();
};

describe('a history with lines that cannot be read', () => {
  it('does not hold, and the reason counts those lines', () => {
    expect(gapped(atMostOnce, ...good, '?')).toMatchObject({
      verdict: 'unknown',
      reason: '1 line could not be read',
    });
    expect(gapped(atLeastOnce, '?', ...good, '?', 'drained').reason).toBe('2 lines could not be read');
  });

  it('says so once, however many guarantees are asked for', () => {
    const hearing = judgeOf([atMostOnce, inOrder]);
    told(...good).forEach((event, index) => hearing.hear(event, index + 1));
    hearing.miss(4);
    expect(hearing.judgement().reason).toBe('1 line could not be read');
  });

  it('owes what it owes, but nothing is lost: the delivery may have been on such a line', () => {
    const judgement = gapped(atLeastOnce, ...good, '?', 'confirmed m0', 'drained');
    expect(judgement).toMatchObject({ verdict: 'unknown', anomalies: { lost: 0 } });
    expect(judgement.reason).toBe(
      'm0 was confirmed and is not yet delivered (line 5), unless what could not be read says otherwise; 1 line could not be read',
    );
  });

  it('is violated all the same where a message is delivered twice', () => {
    expect(gapped(atMostOnce, '?', ...good, 'delivered g').verdict).toBe('violated');
    expect(gapped(exactlyOnce, '?', ...good, 'delivered g').verdict).toBe('violated');
    expect(gapped(atMostOnce, '?', 'rejected m0', 'delivered m0').verdict).toBe('violated');
  });

  const mendable = [
    { guarantee: noCreation, missing: 'the submission', events: ['delivered m0'] },
    { guarantee: confirmedMeansDelivered, missing: 'the delivery', events: ['confirmed m0', 'delivered m0'] },
    {
      guarantee: inOrder,
      missing: 'an earlier delivery',
      events: ['submitted m0', 'submitted m1', 'delivered m1', 'delivered m0'],
    },
    {
      guarantee: strictlyInOrder,
      missing: 'the abandonment',
      events: ['submitted m0', 'submitted m1', 'delivered m1', 'delivered m0'],
    },
  ].map((row) => ({ ...row, name: row.guarantee.name }));

  it.each(mendable)(
    'breaks $name only before such a line, which may have been $missing',
    ({ guarantee, events }) => {
      expect(gapped(guarantee, ...events, '?').verdict).toBe('violated');
      const late = gapped(guarantee, '?', ...events);
      expect(late.verdict).toBe('unknown');
      expect(late.reason).toContain('unless what could not be read says otherwise');
      expect(gapped(guarantee, '?', ...events, '?').verdict).toBe('unknown');
    },
  );

  it('at most once is the one promise that no other observation can mend', () => {
    const others = guarantees.filter((guarantee) =>
      guarantee.refuses.some((history) => {
        const before = judge(history as readonly HistoryEvent[], [guarantee]);
        return (
          before.verdict === 'violated' &&
          history.some((_, place) =>
            ['submitted', 'accepted', 'confirmed', 'rejected', 'abandoned', 'delivered', 'settled'].some(
              (type) => {
                const more = told(`${type} m0 sender`, `${type} m1 sender`);
                return more.some(
                  (event) =>
                    judge(history.toSpliced(place, 0, event as never), [guarantee]).verdict !== 'violated',
                );
              },
            ),
          )
        );
      }),
    );
    expect(others).toEqual([confirmedMeansDelivered, noCreation, inOrder, strictlyInOrder]);
  });
});
