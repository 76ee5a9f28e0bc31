import { anomalyNames, tallyOf } from './anomalies.ts';
import type { AnomalyName, Both } from './anomalies.ts';
import { fact } from './court/facts.ts';
import { talliesOf } from './court/findings.ts';
import type { Claim } from './court/tally.ts';
import type { HistoryGuarantee } from './promises.ts';
import type { Sayer } from './sayer.ts';

/** How a message was lost: though it was even confirmed, while a process crashed, or neither. */
export type Loss = 'silent' | 'in progress at a crash' | 'plain';

/** A line that shows an anomaly, or a breach of a guarantee that is none of the anomalies. */
export interface Offence {
  readonly line: number;
  /** Missing for the group without a name. */
  readonly group?: string;
  readonly anomaly?: AnomalyName;
  readonly loss?: Loss;
  readonly message?: string;
  /** Another message that the clause names. */
  readonly other?: string;
  readonly clause: string;
}

/** A claim that is shown, and the anomaly that it shows. */
interface Shown {
  readonly anomaly?: AnomalyName;
  readonly claim: Claim;
}

/** The first few claims of each anomaly in a group, and of the breaches that no anomaly shows. */
export const shownIn = (both: Both, asked: readonly HistoryGuarantee[]): readonly Shown[] => {
  const odd = anomalyNames.flatMap((anomaly) =>
    tallyOf(anomaly, both).first.map((claim): Shown => ({ anomaly, claim })),
  );
  const breaches = asked.flatMap((promise) => {
    const found = promise.subject === 'processed' ? both.processed : both.handed;
    return talliesOf(promise, found).flatMap(({ first }) => first.map((claim): Shown => ({ claim })));
  });
  const isShown = ({ claim }: Shown): boolean => odd.some((other) => other.claim.line === claim.line);
  return [...odd, ...breaches.filter((breach) => !isShown(breach))];
};

export const offencesOf = (
  both: Both,
  asked: readonly HistoryGuarantee[],
  { say, nameOf, otherOf }: Sayer,
): readonly Offence[] => {
  const { name } = both.handed.survey.group;
  return shownIn(both, asked).map(({ anomaly, claim }) => ({
    line: claim.line,
    ...(name === undefined ? {} : { group: name }),
    ...(anomaly === undefined ? {} : { anomaly }),
    ...(anomaly === 'lost' ? { loss: lossOf(both, claim) } : {}),
    message: nameOf(claim),
    ...(claim.other === undefined ? {} : { other: otherOf(claim)! }),
    clause: say(claim),
  }));
};

const lossOf = ({ handed: { trial } }: Both, { line, message }: Claim): Loss => {
  const state = trial.store.states.get(message as number);
  if (trial.table.facts(state) & fact.confirmed) return 'silent';
  return trial.crashed > line ? 'in progress at a crash' : 'plain';
};
