import { describe, expect, it } from 'vitest';
import { judge } from '../../src/conformance/judge.ts';
import { atMostOnce, confirmedMeansDelivered } from '../../src/guarantees/index.ts';
import { anomalies, good, told } from './told.ts';

describe('each anomaly is a number of messages', () => {
  it('duplicated: delivered more than once', () => {
    expect(
      anomalies(...good, 'delivered g', 'delivered g', 'submitted m', 'delivered m', 'delivered m'),
    ).toEqual({
      duplicated: 2,
    });
  });

  it('phantom: delivered, and its submission is nowhere in the recording', () => {
    expect(anomalies('delivered m0', 'delivered m1', 'submitted m1')).toEqual({ phantom: 1 });
  });

  it('delivered after reject: rejected and delivered, in either order', () => {
    expect(
      anomalies('submitted m0', 'rejected m0', 'delivered m0', 'submitted m1', 'delivered m1', 'rejected m1'),
    ).toEqual({ deliveredAfterReject: 2 });
    expect(anomalies('submitted m0', 'rejected m0')).toEqual({});
  });

  it('reordered: first delivered after the first delivery of one that the same process submitted later', () => {
    const submitted = ['submitted m0', 'submitted m1', 'submitted m2'];
    expect(anomalies(...submitted, 'delivered m2', 'delivered m0', 'delivered m1')).toEqual({ reordered: 2 });
    expect(anomalies(...submitted, 'delivered m1', 'delivered m2', 'delivered m0')).toEqual({ reordered: 1 });
    expect(anomalies(...submitted, 'delivered m0', 'delivered m2')).toEqual({});
    expect(anomalies(...submitted, 'delivered m0', 'delivered m1', 'delivered m0')).toEqual({
      duplicated: 1,
    });
  });

  it('reordered counts for each sender by itself, and leaves out deliveries before the submission', () => {
    expect(anomalies('submitted m0 one', 'submitted m1 other', 'delivered m1', 'delivered m0')).toEqual({});
    expect(anomalies('delivered m1', 'submitted m0', 'submitted m1', 'delivered m0')).toEqual({});
  });

  it('reordered does not count a phantom, which has no sender, not even one without a name', () => {
    const nameless = ['submitted m0 ', 'submitted m1 ', 'delivered m0', 'delivered m1'];
    expect(anomalies(...nameless, 'delivered m9')).toEqual({ phantom: 1 });
  });

  it('redelivered after settle: delivered after it was settled', () => {
    expect(anomalies(...good, 'settled g', 'delivered g', 'delivered g')).toEqual({
      duplicated: 1,
      redeliveredAfterSettle: 1,
    });
    expect(anomalies(...good, 'delivered g', 'settled g')).toEqual({ duplicated: 1 });
  });

  it('unsettled: delivered and never settled, in a history in which anything is settled', () => {
    expect(anomalies(...good)).toEqual({});
    expect(anomalies(...good, 'submitted m0', 'delivered m0', 'settled m0')).toEqual({ unsettled: 1 });
    expect(anomalies(...good, 'settled m0')).toEqual({ unsettled: 1 });
    expect(anomalies(...good, 'delivered g', 'settled g')).toEqual({ duplicated: 1 });
  });

  it('and the first three lines of each are shown, with what they show', () => {
    const history = ['m0', 'm1', 'm2', 'm3'].flatMap((m) => [
      `submitted ${m}`,
      `delivered ${m}`,
      `delivered ${m}`,
    ]);
    expect(judge(told(...history, 'rejected m3'), [atMostOnce]).offending).toEqual([
      { anomaly: 'duplicated', message: 'm0', line: 3, clause: 'm0 is delivered again, first on line 2' },
      { anomaly: 'duplicated', message: 'm1', line: 6, clause: 'm1 is delivered again, first on line 5' },
      { anomaly: 'duplicated', message: 'm2', line: 9, clause: 'm2 is delivered again, first on line 8' },
      {
        anomaly: 'deliveredAfterReject',
        message: 'm3',
        line: 13,
        clause: 'm3 is rejected, delivered on line 11',
      },
    ]);
  });

  it('and the first are the first by their lines, which are those of the first wrong delivery', () => {
    const history = ['delivered m0', 'delivered m1', 'settled m0', 'delivered m1', 'delivered m0'];
    const { offending } = judge(told(...history, ...history), [atMostOnce]);
    const shown = offending.map(({ anomaly, message, line }) => `${line} ${anomaly} ${message}`);
    expect(shown.filter((words) => /duplicated|Settle/.test(words))).toEqual([
      '4 duplicated m1',
      '5 duplicated m0',
      '5 redeliveredAfterSettle m0',
    ]);
  });

  it('and so is a breach that is none of them', () => {
    expect(
      judge(told('confirmed m0', 'submitted m0', 'delivered m0'), [confirmedMeansDelivered]).offending,
    ).toEqual([{ message: 'm0', line: 1, clause: 'm0 is confirmed before it is delivered' }]);
  });
});

describe('counts', () => {
  it('are numbers of messages, but deliveries are counted one by one', () => {
    const history = ['submitted', 'accepted', 'confirmed', 'rejected', 'abandoned', 'delivered'].flatMap(
      (type, index) =>
        Array.from({ length: index + 1 }, (_, number) => [`${type} m${number}`, `${type} m${number}`]).flat(),
    );
    expect(judge(told(...history), [atMostOnce]).counts).toEqual({
      submitted: 1,
      accepted: 2,
      confirmed: 3,
      rejected: 4,
      abandoned: 5,
      delivered: 6,
      deliveries: 12,
    });
  });
});
