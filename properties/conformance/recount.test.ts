import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../src/conformance/history.ts';
import { judge } from '../../src/conformance/judge.ts';
import { exactlyOnce, inOrder } from '../../src/guarantees/index.ts';
import { eventsOf, tallies } from './recorded.ts';

/** The definitions once more, by looking through the whole history for each message. */
const recounted = (events: readonly HistoryEvent[]) => {
  const ofMessages = events.flatMap((event, index) => ('message' in event ? [{ ...event, index }] : []));
  const messages = [...new Set(ofMessages.map(({ message }) => message))];
  const places = (message: string, type: string): readonly number[] =>
    ofMessages.filter((event) => event.message === message && event.type === type).map(({ index }) => index);
  const first = (message: string, type: string): number => places(message, type)[0] ?? Infinity;
  const senderOf = (message: string) =>
    ofMessages.find((event) => event.message === message && event.type === 'submitted')?.process;
  const drained = events.findLastIndex(({ type }) => type === 'drained');
  const count = (fits: (message: string) => boolean): number => messages.filter(fits).length;
  const delivered = (message: string): boolean => places(message, 'delivered').length > 0;
  const settles = events.some(({ type }) => type === 'settled');
  return {
    // Only of histories in which every message is confirmed, if anything, and nothing is admitted.
    lost: count((m) => first(m, 'confirmed') < drained && !delivered(m)),
    duplicated: count((m) => places(m, 'delivered').length > 1),
    phantom: count((m) => delivered(m) && places(m, 'submitted').length === 0),
    deliveredAfterReject: count((m) => delivered(m) && places(m, 'rejected').length > 0),
    reordered: count(
      (m) =>
        delivered(m) &&
        messages.some(
          (other) =>
            senderOf(m) !== undefined &&
            senderOf(m) === senderOf(other) &&
            first(other, 'submitted') > first(m, 'submitted') &&
            first(other, 'delivered') < first(m, 'delivered'),
        ),
    ),
    redeliveredAfterSettle: count((m) => places(m, 'delivered').some((place) => place > first(m, 'settled'))),
    unsettled: settles ? count((m) => delivered(m) && places(m, 'settled').length === 0) : 0,
  };
};

describe('the judge counts what a naive count of the same definitions does', () => {
  it.each(tallies.map(({ file }) => file))('in %s', (file) => {
    expect(judge(eventsOf(file), [exactlyOnce]).anomalies).toEqual(recounted(eventsOf(file)));
  });

  it('in any history at all', () => {
    const event = fc.record({
      type: fc.constantFrom('submitted', 'confirmed', 'delivered', 'delivered', 'settled'),
      message: fc.constantFrom('m0', 'm1', 'm2', 'm3'),
      process: fc.constantFrom('one', 'other'),
    });
    const mark = fc.constant({ type: 'drained' });
    const history = fc.array(fc.oneof({ weight: 12, arbitrary: event }, { weight: 1, arbitrary: mark }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(history as fc.Arbitrary<readonly HistoryEvent[]>, (events) => {
        expect(judge(events, [inOrder]).anomalies).toEqual(recounted(events));
      }),
      { numRuns: 1000 },
    );
  });
});
