import { anomalyNames } from '../anomalies.ts';
import type { AnomalyName } from '../anomalies.ts';
import { judgeOf } from '../judge.ts';
import type { GroupJudgement, Judgement } from '../judgement.ts';
import type { Offence } from '../offence.ts';
import { nothingSpeaks, worstOf } from '../ruling.ts';
import type { Answer, GroupAnswer } from './duckdb.ts';

/**
 * What DuckDB found, in the form of every judgement. The verdicts and the counts are DuckDB's. What was recorded
 * of the first offending messages is judged here once more, for the words and the lines that show it.
 */
export const judgementFrom = (answer: Answer): Judgement => {
  const { guarantees } = answer;
  const local = judgeOf(guarantees.map((name) => ({ name })));
  for (const { line, event } of answer.shown) local.hear(event, line);
  const { offending } = local.judgement();
  const groups = answer.groups.map((group) => groupJudgementFrom(group, guarantees));
  const verdict = worstOf(groups);
  const [first] = answer.groups;
  const { submitted = 0, accepted = 0, confirmed = 0, rejected = 0, abandoned = 0 } = first?.counts ?? {};
  const anomalies = Object.fromEntries(
    anomalyNames.map((name) => [name, sum(groups.map((group) => group.anomalies[name]))]),
  ) as Record<AnomalyName, number>;
  return {
    verdict,
    reason: reasonFor(verdict, anomalies, answer.complaints.length),
    counts: {
      submitted,
      accepted,
      confirmed,
      rejected,
      abandoned,
      deliveries: sum(groups.map(({ deliveries }) => deliveries)),
      delivered: sum(groups.map(({ delivered }) => delivered)),
    },
    anomalies,
    discarded: answer.discarded,
    groups,
    // A few messages by themselves may look odd where the whole history does not.
    offending: offending.filter((offence) => isFound(offence, groups)),
    notes: ['DuckDB counted; the messages that are shown were judged line by line'],
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const groupJudgementFrom = (
  { group, verdicts, anomalies, legal, counts }: GroupAnswer,
  guarantees: readonly string[],
): GroupJudgement => {
  const told = anomalies as Readonly<Record<AnomalyName, number>>;
  const rulings = guarantees.map((guarantee) => {
    const verdict = verdicts[guarantee]!;
    const reason = reasonFor(verdict, told, 0);
    return { guarantee, verdict, reason, reasons: verdict === 'holds' ? [] : [reason] };
  });
  return {
    ...(group === undefined ? {} : { group }),
    verdict: worstOf(rulings),
    rulings,
    deliveries: counts.deliveries,
    delivered: counts.delivered,
    anomalies: told,
    legal,
  };
};

const reasonFor = (
  verdict: Judgement['verdict'],
  anomalies: Readonly<Record<AnomalyName, number>>,
  unread: number,
): string => {
  if (verdict === 'holds') return nothingSpeaks;
  const found = anomalyNames
    .filter((name) => anomalies[name] > 0)
    .map((name) => `${anomalies[name]} ${inWords(name)}`);
  const lines = unread === 0 ? [] : [`${unread} ${unread === 1 ? 'line' : 'lines'} could not be read`];
  const all = [...found, ...lines];
  return all.length > 0
    ? `DuckDB found: ${all.join(', ')}`
    : 'DuckDB found that something is missing that it needs';
};

/** `redeliveredAfterSettle` as words. */
const inWords = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const isFound = ({ anomaly, group }: Offence, groups: readonly GroupJudgement[]): boolean =>
  anomaly === undefined || (groups.find((each) => each.group === group)?.anomalies[anomaly] ?? 0) > 0;
