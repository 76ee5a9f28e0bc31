import { atLeastOnce } from '../guarantees/index.ts';
import type { Found } from './court/found.ts';
import { hasGaps } from './court/found.ts';
import { Tally } from './court/tally.ts';

/**
 * What can be odd about a message in one group, by name, whether or not a guarantee minds. Each is defined by one
 * sentence in `spec/history.md`.
 */
export const anomalyNames = [
  'lost',
  'overtaken',
  'duplicated',
  'duplicatedAtSource',
  'duplicatedEffect',
  'beyondWindow',
  'phantom',
  'deliveredAfterReject',
  'reordered',
  'reorderedPerKey',
  'corrupted',
  'misrouted',
  'redeliveredAfterSettle',
  'handledConcurrently',
  'unsettled',
  'stuck',
] as const;

export type AnomalyName = (typeof anomalyNames)[number];

/** What a group was handed, and what it processed. */
export interface Both {
  readonly handed: Found;
  readonly processed: Found;
}

const none = new Tally();

/** The messages of one group that show an anomaly. */
export const tallyOf = (anomaly: AnomalyName, { handed, processed }: Both): Tally => {
  const { survey } = handed;
  switch (anomaly) {
    case 'lost':
      return hasGaps(handed) ? none : survey.debts.get(atLeastOnce)!.due;
    case 'overtaken':
      return hasGaps(handed) ? none : survey.overtaken;
    case 'duplicatedEffect':
      return processed.survey.group.anomalies.of('duplicated');
    case 'phantom':
      return survey.phantoms;
    case 'unsettled':
      return survey.unsettled;
    case 'stuck':
      return survey.stuck;
    case 'handledConcurrently':
      return survey.group.settles === 0 ? none : survey.group.anomalies.of(anomaly);
    default:
      return survey.group.anomalies.of(anomaly);
  }
};
