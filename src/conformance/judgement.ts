import { atLeastOnce } from '../guarantees/index.ts';
import { anomalyNames, tallyOf } from './anomalies.ts';
import type { AnomalyName, Both } from './anomalies.ts';
import { fact } from './court/facts.ts';
import { findingsOf } from './court/findings.ts';
import type { Finding } from './court/findings.ts';
import type { BaseCounts, Found } from './court/found.ts';
import type { Group } from './court/group.ts';
import { unseen } from './court/groups.ts';
import { surveyOf } from './court/survey.ts';
import type { OrderName } from './court/survey.ts';
import type { Trial } from './court/trial.ts';
import { offencesOf, shownIn } from './offence.ts';
import type { Offence } from './offence.ts';
import { orderOf } from './promises.ts';
import type { HistoryGuarantee } from './promises.ts';
import { nothingSpeaks, rulingOf, worstOf } from './ruling.ts';
import type { Ruling, Verdict } from './ruling.ts';
import { sayerFor } from './sayer.ts';
import type { Sayer } from './sayer.ts';

/** How much was recorded: messages, each counted once for each type, and beside them every single delivery. */
export type Counts = BaseCounts & Readonly<Record<'deliveries' | 'delivered', number>>;

/** What is to be said of one group of consumers. */
export interface GroupJudgement {
  /** Nothing for the group without a name. */
  readonly group?: string;
  readonly verdict: Verdict;
  readonly rulings: readonly Ruling[];
  readonly deliveries: number;
  readonly delivered: number;
  /** How many messages show each anomaly, whether or not a guarantee minds. */
  readonly anomalies: Readonly<Record<AnomalyName, number>>;
  /** And what is legal. */
  readonly legal: Readonly<Record<'recovered' | 'vanished' | 'inFlight', number>>;
}

/** What is to be said of a recorded history. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly counts: Counts;
  /** Over all groups. */
  readonly anomalies: Readonly<Record<AnomalyName, number>>;
  /** How many were discarded, by reason. */
  readonly discarded: Readonly<Record<string, number>>;
  readonly groups: readonly GroupJudgement[];
  /** The first few lines of each anomaly. */
  readonly offending: readonly Offence[];
  /** What else there is to know: a clock that went backwards, a claim that came too late. */
  readonly notes: readonly string[];
}

/** Judges what was heard by promises that are all to hold, as if the history ended here. */
export const judgementOf = (trial: Trial, asked: readonly HistoryGuarantee[]): Judgement => {
  const base = baseCountsOf(trial);
  const groups = trial.groups.handed.map((group) => lookAt(trial, group, asked, base));
  const found = groups.map((both) => ({
    both,
    findings: asked.map((promise) => findingsFor(promise, both)),
  }));
  const sayer = sayerFor(trial, [
    ...found.flatMap(({ findings }) => findings.flat().flatMap(({ claim }) => claim ?? [])),
    ...groups.flatMap((both) => shownIn(both, asked).map(({ claim }) => claim)),
  ]);
  const judged = found.map(({ both, findings }) => groupJudgementOf(both, asked, findings, sayer));
  return {
    ...verdictOver(judged),
    counts: {
      ...base,
      deliveries: sum(judged.map(({ deliveries }) => deliveries)),
      delivered: sum(judged.map(({ delivered }) => delivered)),
    },
    anomalies: countsOver(anomalyNames, (name) => sum(judged.map(({ anomalies }) => anomalies[name]))),
    discarded: Object.fromEntries(trial.discarded),
    groups: judged,
    offending: groups.flatMap((both) => offencesOf(both, asked, sayer)),
    notes: notesOf(trial),
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const countsOver = <Name extends string>(
  names: readonly Name[],
  count: (name: Name) => number,
): Readonly<Record<Name, number>> =>
  Object.fromEntries(names.map((name) => [name, count(name)])) as Record<Name, number>;

const baseTypes = ['submitted', 'accepted', 'confirmed', 'rejected', 'abandoned'] as const;

const baseCountsOf = ({ store, table }: Trial): BaseCounts => {
  const counts: Record<(typeof baseTypes)[number], number> = {
    submitted: 0,
    accepted: 0,
    confirmed: 0,
    rejected: 0,
    abandoned: 0,
  };
  for (let message = 0; message < store.names.size; message += 1) {
    const facts = table.facts(store.states.get(message));
    for (const type of baseTypes) if (facts & fact[type]) counts[type] += 1;
  }
  return counts;
};

/** Looks at what a group was handed, and at what it processed. */
const lookAt = (trial: Trial, group: Group, asked: readonly HistoryGuarantee[], base: BaseCounts): Both => {
  const orders = [...new Set(asked.flatMap((promise) => orderOf(promise) ?? []))];
  const complete = { ...trial.claims.start?.complete, ...trial.claims.ended?.complete };
  const found = (what: Group, of: readonly OrderName[], messages?: number): Found => ({
    trial,
    survey: surveyOf(trial, what, group, of, messages),
    base,
    complete,
    ordered: of.length > 0,
  });
  const processing = trial.groups.processingOf(group);
  // Where nobody asks for it and nothing was processed, there is nothing to look for.
  const isIdle = processing.index === unseen && asked.every(({ subject }) => subject === 'delivered');
  return { handed: found(group, orders), processed: found(processing, [], isIdle ? 0 : undefined) };
};

const findingsFor = (promise: HistoryGuarantee, { handed, processed }: Both): readonly Finding[] =>
  findingsOf(promise, promise.subject === 'processed' ? processed : handed);

const groupJudgementOf = (
  both: Both,
  asked: readonly HistoryGuarantee[],
  findings: readonly (readonly Finding[])[],
  sayer: Sayer,
): GroupJudgement => {
  const { survey } = both.handed;
  const { handed } = survey;
  const rulings = asked.map((promise, index) => rulingOf(promise, findings[index]!, sayer));
  return {
    ...(handed.name === undefined ? {} : { group: handed.name }),
    verdict: worstOf(rulings),
    rulings,
    deliveries: handed.deliveries,
    delivered: survey.counts.delivered,
    anomalies: countsOver(anomalyNames, (name) => tallyOf(name, both).count),
    legal: {
      recovered: survey.counts.recovered,
      vanished: survey.counts.vanished,
      inFlight: survey.debts.get(atLeastOnce)!.undrained.count,
    },
  };
};

/** The worst verdict wins, with its own reasons, each said once. */
const verdictOver = (groups: readonly GroupJudgement[]): Pick<Judgement, 'verdict' | 'reason'> => {
  const verdict = worstOf(groups);
  if (verdict === 'holds') return { verdict, reason: nothingSpeaks };
  const said = groups.flatMap(({ group, rulings }) =>
    rulings
      .filter((ruling) => ruling.verdict === verdict)
      .flatMap(({ reasons }) => reasons)
      .map((reason) => (group === undefined ? reason : `${group}: ${reason}`)),
  );
  return { verdict, reason: [...new Set(said)].join('; ') };
};

const notesOf = ({ notes, backwards }: Trial): readonly string[] =>
  backwards === 0
    ? notes
    : [...notes, `the clock went backwards ${backwards === 1 ? 'once' : `${backwards} times`}`];
