import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anomalyNames } from '../../src/conformance/anomalies.ts';
import { judgeOf } from '../../src/conformance/judge.ts';
import type { Judgement } from '../../src/conformance/judge.ts';
import { historyGuarantees, orderOf } from '../../src/conformance/promises.ts';
import type { HistoryGuarantee } from '../../src/conformance/promises.ts';
import { anyHistory } from './histories.ts';
import { recount } from './recount.ts';
import type { Lines } from './recount.ts';

const judged = (lines: Lines, promises: readonly HistoryGuarantee[]): Judgement => {
  const hearing = judgeOf(promises);
  lines.forEach((event, index) => {
    if (event === undefined) hearing.miss(index + 1);
    else hearing.hear(event, index + 1);
  });
  return hearing.judgement();
};

/** Every group with its anomalies and the verdict of every guarantee, as the judge has it. */
const judgedByAll = (lines: Lines) => {
  const { groups } = judged(lines, historyGuarantees);
  return groups.map(({ group, anomalies, rulings }) => ({
    group,
    anomalies,
    verdicts: Object.fromEntries(rulings.map(({ guarantee, verdict }) => [guarantee, verdict])),
  }));
};

const recountedByAll = (lines: Lines) =>
  recount(lines, ['sender', 'key']).map(({ group, anomalies, verdictOf }) => ({
    group,
    anomalies,
    verdicts: Object.fromEntries(historyGuarantees.map(({ name }) => [name, verdictOf(name)])),
  }));

const sorted = <Group extends { readonly group: string | undefined }>(groups: readonly Group[]) =>
  groups.toSorted((a, b) => ((a.group ?? '') < (b.group ?? '') ? -1 : 1));

describe('the histories that are drawn', () => {
  it('show every anomaly, and bring every guarantee to every verdict', () => {
    const seen = new Set<string>();
    for (const lines of fc.sample(anyHistory, { numRuns: 700, seed: 1 })) {
      for (const { anomalies, verdicts } of judgedByAll(lines)) {
        for (const [name, count] of Object.entries(anomalies)) if (count > 0) seen.add(name);
        for (const [name, verdict] of Object.entries(verdicts)) seen.add(`${name}: ${verdict}`);
      }
    }
    const verdicts = historyGuarantees.flatMap(({ name }) =>
      ['holds', 'violated', 'unknown'].map((verdict) => `${name}: ${verdict}`),
    );
    expect([...anomalyNames, ...verdicts].filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe('the judge finds what a naive recount of the same definitions finds', () => {
  it('in any history at all: each anomaly, and the verdict of each guarantee, for each group', () => {
    fc.assert(
      fc.property(anyHistory, (lines) => {
        expect(sorted(judgedByAll(lines))).toEqual(sorted(recountedByAll(lines)));
      }),
      { numRuns: 400 },
    );
  });

  it('also where only one guarantee is asked for, so that no order makes anything overtaken', () => {
    fc.assert(
      fc.property(anyHistory, fc.constantFrom(...historyGuarantees), (lines, promise) => {
        const order = orderOf(promise);
        const orders =
          order === undefined ? [] : [order === 'byKey' ? ('key' as const) : ('sender' as const)];
        const verdicts = (groups: readonly { readonly group?: string | undefined; verdict: string }[]) =>
          groups.map(({ group, verdict }) => `${group} ${verdict}`).toSorted();
        expect(verdicts(judged(lines, [promise]).groups)).toEqual(
          verdicts(
            recount(lines, orders).map(({ group, verdictOf }) => ({
              group,
              verdict: verdictOf(promise.name),
            })),
          ),
        );
      }),
      { numRuns: 200 },
    );
  });
});
