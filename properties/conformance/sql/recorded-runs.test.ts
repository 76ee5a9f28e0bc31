import { describe, expect, it } from 'vitest';
import { judgeWithDuckdb } from '../../../src/conformance/sql/duckdb.ts';
import { pathOf, tallies } from '../recorded.ts';

const asked = ['at most once', 'at least once', 'exactly once', 'in order'];

describe('DuckDB judges the recorded run', () => {
  it.each(tallies.map((tally) => [tally.file, tally] as const))(
    '%s as it was tallied',
    async (file, tally) => {
      const { groups, complaints } = await judgeWithDuckdb(pathOf(file), asked);
      expect(complaints).toEqual([]);
      expect(groups).toHaveLength(1);
      const loses = tally.confirmedNeverDelivered.length > 0;
      const doubles = tally.deliveredMoreThanOnce > 0;
      const broken = (is: boolean): string => (is ? 'violated' : 'holds');
      expect(groups[0]!.verdicts).toEqual({
        'at most once': broken(doubles),
        'at least once': broken(loses),
        'exactly once': broken(loses || doubles),
        'in order': broken(tally.firstDeliveriesOutOfSubmissionOrder > 0),
      });
      expect(groups[0]!.anomalies).toMatchObject({
        lost: tally.confirmedNeverDelivered.length,
        duplicated: tally.deliveredMoreThanOnce,
        phantom: tally.phantom,
        deliveredAfterReject: 0,
        reordered: tally.firstDeliveriesOutOfSubmissionOrder,
        redeliveredAfterSettle: tally.redeliveredAfterSettled,
      });
      expect(groups[0]!.counts).toMatchObject({
        submitted: tally.submitted,
        confirmed: tally.confirmed,
        deliveries: tally.deliveries,
        delivered: tally.deliveredDistinct,
      });
    },
  );
});
