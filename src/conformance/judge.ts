import { atLeastOnce } from '../guarantees/index.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import { registerOf } from '../guarantees/register.ts';
import type { MessageObservation } from '../model/observation.ts';
import { odditiesOf } from './anomalies.ts';
import type { Oddities, OddityName } from './anomalies.ts';
import { countsOf, openDossiers } from './dossier.ts';
import type { Counts } from './dossier.ts';
import { findingsOf, lossesOf } from './finding.ts';
import type { Finding } from './finding.ts';
import type { HistoryEvent } from './history.ts';
import { offencesOf } from './offence.ts';
import type { AnomalyName, Offence } from './offence.ts';

/** What is to be said of a recorded history. */
export interface Judgement {
  readonly verdict: 'holds' | 'violated' | 'unknown';
  readonly reason: string;
  readonly counts: Omit<Counts, 'settled'>;
  /** How many messages show each anomaly, whether or not the guarantee minds. */
  readonly anomalies: Readonly<Record<AnomalyName, number>>;
  /** The first few lines of each anomaly. */
  readonly offending: readonly Offence[];
}

/** Hears a history line by line and judges it at any time as if it ended there. */
export interface Judge {
  readonly hear: (event: HistoryEvent, line: number) => void;
  /** There is a line, and it cannot be read: it may have been anything. */
  readonly miss: (line: number) => void;
  readonly judgement: () => Judgement;
}

/**
 * Judges a recorded history by guarantees, all of which are to hold: the worst verdict wins.
 *
 * `violated` rests on observations that were recorded, and for a loss on the recorder's word that the run was
 * `drained`. `holds` says that nothing recorded speaks against it and that something was recorded at all. What
 * was not observed makes `unknown`: never a loss, never a pass.
 *
 * @example
 * judge([{ type: 'confirmed', message: 'm0', process: 'producer' }], [atLeastOnce]).reason;
 * // 'm0 was confirmed and is not yet delivered (line 1), but the history was not drained after that; no message …'
 */
export const judge = (events: Iterable<HistoryEvent>, guarantees: readonly Guarantee[]): Judgement => {
  const court = judgeOf(guarantees);
  let line = 0;
  for (const event of events) court.hear(event, (line += 1));
  return court.judgement();
};

/** The same for a history that comes line by line. */
export const judgeOf = (guarantees: readonly Guarantee[]): Judge => {
  const registers = guarantees.map((guarantee) => registerOf<number>(guarantee));
  // What is lost is told whichever guarantee is asked for.
  const debts =
    registers.find(({ guarantee }) => guarantee === atLeastOnce) ?? registerOf<number>(atLeastOnce);
  const observers = new Set([...registers, debts]);
  const dossiers = openDossiers();
  let drained = 0;
  let crashed = 0;
  let missed = 0;
  let firstMissed = Infinity;

  return {
    hear: (event, line) => {
      if (event.type === 'drained') drained = line;
      if (event.type === 'crashed') crashed = line;
      if (!isOfModel(event)) return;
      dossiers.observe(event, line);
      for (const register of observers) register.observe(event, line);
    },
    miss: (line) => {
      missed += 1;
      firstMissed = Math.min(firstMissed, line);
    },
    judgement: () => {
      const oddities = odditiesOf(dossiers);
      const recorded = countsOf(dossiers);
      const recording = { counts: recorded, phantoms: oddities.phantom, drained, missed, firstMissed };
      const lost = lossesOf(debts, recording);
      const breaches = registers.map((register) => register.broken());
      const { settled: _, ...counts } = recorded;
      return {
        ...verdictOf(registers.flatMap((register) => findingsOf(register, recording))),
        counts,
        anomalies: { lost: lost.length, ...numbersOf(oddities) },
        offending: offencesOf({ claims: lost, dossiers, crashed }, oddities, breaches),
      };
    },
  };
};

/** Whether the models have it too. */
const isOfModel = (event: HistoryEvent): event is HistoryEvent & MessageObservation =>
  'message' in event && event.type !== 'processed' && event.type !== 'discarded';

const verdictOf = (findings: readonly Finding[]): Pick<Judgement, 'verdict' | 'reason'> => {
  if (findings.length === 0) {
    return { verdict: 'holds', reason: 'nothing that was recorded speaks against it' };
  }
  const verdict = findings.some((finding) => finding.verdict === 'violated') ? 'violated' : 'unknown';
  const reasons = findings.filter((finding) => finding.verdict === verdict).map(({ reason }) => reason);
  return { verdict, reason: [...new Set(reasons)].join('; ') };
};

const numbersOf = (oddities: Oddities): Record<OddityName, number> => ({
  duplicated: oddities.duplicated.length,
  phantom: oddities.phantom.length,
  deliveredAfterReject: oddities.deliveredAfterReject.length,
  reordered: oddities.reordered.length,
  redeliveredAfterSettle: oddities.redeliveredAfterSettle.length,
  unsettled: oddities.unsettled.length,
});
