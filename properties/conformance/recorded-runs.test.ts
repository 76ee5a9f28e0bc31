import { describe, expect, it } from 'vitest';
import { judge } from '../../src/conformance/judge.ts';
import { atLeastOnce, atMostOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { askForResults } from './asking.ts';
import { eventsOf, pathOf, tallies } from './recorded.ts';

it('there are 18 recorded runs, some of which break each of the guarantees and some keep it', () => {
  expect(tallies).toHaveLength(18);
  const lossy = tallies.filter(({ confirmedNeverDelivered }) => confirmedNeverDelivered.length > 0);
  const doubling = tallies.filter(({ deliveredMoreThanOnce }) => deliveredMoreThanOnce > 0);
  expect([lossy.length, doubling.length]).toEqual([6, 13]);
});

describe.each(tallies.map((tally) => [tally.file, tally] as const))(
  'the recorded run %s is judged as it was tallied',
  (_file, tally) => {
    const loses = tally.confirmedNeverDelivered.length > 0;
    const doubles = tally.deliveredMoreThanOnce > 0;
    const reorders = tally.firstDeliveriesOutOfSubmissionOrder > 0;

    it.each([
      ['at-least-once', 'where something confirmed was never delivered after the drain', loses],
      ['at-most-once', 'where something was delivered twice', doubles],
      ['exactly-once', 'where something was lost or delivered twice', loses || doubles],
      ['in-order', 'where first deliveries are out of the order of submission', reorders],
    ])('%s is violated exactly %s', async (guarantee, _, broken) => {
      const { code, stderr, results } = await askForResults(pathOf(tally.file), '--guarantee', guarantee);
      expect(results).toHaveLength(1);
      const [result] = results;
      expect(result?.verdict).toBe(broken ? 'violated' : 'holds');
      expect({ code, stderr }).toEqual({ code: broken ? 1 : 0, stderr: '' });
      expect(result?.counts).toEqual({
        submitted: tally.submitted,
        accepted: 0,
        confirmed: tally.confirmed,
        rejected: 0,
        abandoned: tally.abandoned,
        deliveries: tally.deliveries,
        delivered: tally.deliveredDistinct,
      });
      expect(result?.anomalies).toMatchObject({
        lost: tally.confirmedNeverDelivered.length,
        duplicated: tally.deliveredMoreThanOnce,
        phantom: tally.phantom,
        deliveredAfterReject: 0,
        reordered: tally.firstDeliveriesOutOfSubmissionOrder,
        redeliveredAfterSettle: tally.redeliveredAfterSettled,
      });
    });

    it('the first that were lost are shown by name, and lost silently', () => {
      const lost = judge(eventsOf(tally.file), [atLeastOnce]).offending.filter(
        ({ anomaly }) => anomaly === 'lost',
      );
      expect(lost.map(({ message }) => message)).toEqual(tally.confirmedNeverDelivered.slice(0, 3));
      expect(lost.every(({ loss }) => loss === 'silent')).toBe(true);
    });

    it('with --ordered the worse of the two verdicts wins', async () => {
      const { results } = await askForResults(pathOf(tally.file), '--guarantee', 'at-most-once', '--ordered');
      expect(results[0]?.verdict).toBe(doubles || reorders ? 'violated' : 'holds');
    });

    it('without its drained line nothing is lost: what would be is unknown', async () => {
      const undrained = eventsOf(tally.file).filter(({ type }) => type !== 'drained');
      expect(undrained).toHaveLength(eventsOf(tally.file).length - 1);
      const verdicts = [atLeastOnce, exactlyOnce, atMostOnce].map((guarantee) =>
        judge(undrained, [guarantee]),
      );
      expect(verdicts.map(({ verdict }) => verdict)).toEqual([
        loses ? 'unknown' : 'holds',
        doubles ? 'violated' : loses ? 'unknown' : 'holds',
        doubles ? 'violated' : 'holds',
      ]);
      expect(verdicts.map(({ anomalies }) => anomalies.lost)).toEqual([0, 0, 0]);
      if (loses)
        expect(verdicts[0]?.reason).toMatch(/^m\d+ was confirmed and is not yet delivered .*not drained/);
    });
  },
);
