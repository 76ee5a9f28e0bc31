import type { MessageId } from '../model/message.ts';
import type { Dossier, Dossiers } from './dossier.ts';

/** A message with an anomaly, and the line that shows it. */
export interface Oddity {
  readonly message: MessageId;
  readonly line: number;
  /** `m0 is delivered again, first on line 3` */
  readonly clause: string;
}

/**
 * What can be odd about a message, by name, whether or not the guarantee in question minds.
 *
 * - `duplicated`            delivered more than once
 * - `phantom`               delivered, and its submission is not in the recording
 * - `deliveredAfterReject`  rejected and delivered, in whichever order
 * - `reordered`             first delivered after the first delivery of one that the same process submitted later
 * - `redeliveredAfterSettle` delivered after it was settled
 * - `unsettled`             delivered and never settled, where messages are settled at all
 *
 * The seventh, `lost`, is not here: what is lost is for a guarantee to say.
 */
export const oddityNames = [
  'duplicated',
  'phantom',
  'deliveredAfterReject',
  'reordered',
  'redeliveredAfterSettle',
  'unsettled',
] as const;

export type OddityName = (typeof oddityNames)[number];

/** All of them by name, each in the order of the lines. */
export type Oddities = Readonly<Record<OddityName, readonly Oddity[]>>;

export const odditiesOf = (dossiers: Dossiers): Oddities => {
  const overtakers = overtakersIn(dossiers.delivered());
  const settles = [...dossiers.all()].some(({ settled }) => settled > 0);
  const among = (tell: (dossier: Dossier) => Told): readonly Oddity[] =>
    dossiers
      .delivered()
      .flatMap((dossier) => {
        const told = tell(dossier);
        return told === undefined ? [] : [{ message: dossier.message, line: told[0], clause: told[1] }];
      })
      .sort((a, b) => a.line - b.line);

  return {
    duplicated: among(duplicated),
    phantom: among(phantom),
    deliveredAfterReject: among(deliveredAfterReject),
    reordered: among((dossier) => reordered(dossier, overtakers.get(dossier))),
    redeliveredAfterSettle: among(redeliveredAfterSettle),
    unsettled: settles ? among(unsettled) : [],
  };
};

/** The line that shows it, and what it shows. */
type Told = readonly [line: number, clause: string] | undefined;

const duplicated = ({ message, again, delivered }: Dossier): Told =>
  again === 0 ? undefined : [again, `${message} is delivered again, first on line ${delivered}`];

const phantom = ({ message, submitted, delivered }: Dossier): Told =>
  submitted > 0 ? undefined : [delivered, `${message} is delivered and its submission is not recorded`];

const deliveredAfterReject = ({ message, rejected, delivered }: Dossier): Told => {
  if (rejected === 0) return undefined;
  return rejected < delivered
    ? [delivered, `${message} is delivered, rejected on line ${rejected}`]
    : [rejected, `${message} is rejected, delivered on line ${delivered}`];
};

const reordered = ({ message, delivered }: Dossier, overtaker: Dossier | undefined): Told =>
  overtaker === undefined
    ? undefined
    : [delivered, `${message} is first delivered after ${overtaker.message}, which was submitted later`];

const redeliveredAfterSettle = ({ message, settled, afterSettle }: Dossier): Told =>
  afterSettle === 0
    ? undefined
    : [afterSettle, `${message} is delivered after it was settled on line ${settled}`];

const unsettled = ({ message, settled, delivered }: Dossier): Told =>
  settled > 0 ? undefined : [delivered, `${message} is delivered and never settled`];

/** Of each message that another of the same sender overtook: the latest submission that was delivered before it. */
const overtakersIn = (delivered: readonly Dossier[]): ReadonlyMap<Dossier, Dossier> => {
  const latest = new Map<string, Dossier>();
  const overtakers = new Map<Dossier, Dossier>();
  for (const dossier of delivered.filter(({ submitted }) => submitted > 0)) {
    const other = latest.get(dossier.sender);
    if (other !== undefined && other.place > dossier.place) overtakers.set(dossier, other);
    else latest.set(dossier.sender, dossier);
  }
  return overtakers;
};
