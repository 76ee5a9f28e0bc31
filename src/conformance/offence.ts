import type { TaggedClaim } from '../guarantees/register.ts';
import type { MessageId } from '../model/message.ts';
import { oddityNames } from './anomalies.ts';
import type { Oddities, OddityName } from './anomalies.ts';
import type { Dossiers } from './dossier.ts';

/** Every anomaly by name. `lost`: owed at a `drained` mark and not delivered until the end. */
export type AnomalyName = 'lost' | OddityName;

/** How a message was lost: though it was even confirmed, while a process crashed, or neither. */
export type Loss = 'silent' | 'in progress at a crash' | 'plain';

/** A line that shows an anomaly, or a breach of the guarantee that is none of the anomalies. */
export interface Offence {
  readonly line: number;
  readonly anomaly?: AnomalyName;
  readonly loss?: Loss;
  readonly message?: MessageId;
  readonly clause: string;
}

/** What is needed to tell of losses: who was lost, and whether anything crashed meanwhile. */
export interface Losses {
  readonly claims: readonly TaggedClaim<number>[];
  readonly dossiers: Dossiers;
  /** The line of the last crash, 0 where there is none. */
  readonly crashed: number;
}

/** The first few lines of each anomaly, and of the breaches that no anomaly shows. */
export const offencesOf = (
  losses: Losses,
  oddities: Oddities,
  breaches: readonly (readonly TaggedClaim<number>[])[],
): readonly Offence[] => {
  const shown = [
    ...losses.claims.slice(0, few).map((claim) => lossOf(claim, losses)),
    ...oddityNames.flatMap((anomaly) =>
      oddities[anomaly].slice(0, few).map((oddity): Offence => ({ anomaly, ...oddity })),
    ),
  ];
  const breached = breaches.flatMap((claims) =>
    claims.slice(0, few).map(({ tag, ...claim }): Offence => ({ line: tag, ...claim })),
  );
  return [...shown, ...breached.filter(({ line }) => !shown.some((offence) => offence.line === line))];
};

const few = 3;

const lossOf = ({ tag, ...claim }: TaggedClaim<number>, { dossiers, crashed }: Losses): Offence => {
  const confirmed = claim.message === undefined ? 0 : (dossiers.of(claim.message)?.confirmed ?? 0);
  const loss = confirmed > 0 ? 'silent' : crashed > tag ? 'in progress at a crash' : 'plain';
  return { line: tag, anomaly: 'lost', loss, ...claim };
};
