import { atMostOnce, exactlyOnce } from '../guarantees/index.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Register, TaggedClaim } from '../guarantees/register.ts';
import type { Oddity } from './anomalies.ts';
import type { Counts } from './dossier.ts';

/** What speaks against "holds". */
export interface Finding {
  readonly verdict: 'violated' | 'unknown';
  readonly reason: string;
}

/** What there is to know of a history beside the registers of the guarantees. */
export interface Recording {
  readonly counts: Counts;
  readonly phantoms: readonly Oddity[];
  /** The line of the last `drained`, 0 where there is none. */
  readonly drained: number;
  /** How many lines could not be read, and the first of them. */
  readonly missed: number;
  readonly firstMissed: number;
}

type LineClaim = TaggedClaim<number>;

/** Debts past due: owed at a `drained` mark and not paid until the end. Where lines are missing none is certain. */
export const lossesOf = (
  { owed }: Register<number>,
  { drained, missed }: Pick<Recording, 'drained' | 'missed'>,
): readonly LineClaim[] => (missed > 0 ? [] : owed().filter(({ tag }) => tag < drained));

/** Everything that speaks against "holds" for one guarantee; nothing at all if it holds. */
export const findingsOf = (register: Register<number>, recording: Recording): readonly Finding[] => {
  const { guarantee } = register;
  const { counts, drained, missed, phantoms } = recording;
  const certain = ({ tag }: LineClaim): boolean => tag < recording.firstMissed || outlivesGaps.has(guarantee);
  const breaches = register.broken().filter(certain);
  const doubts = register.broken().filter((claim) => !certain(claim));
  const debts = register.owed().map(notYet);
  const undrained = debts.filter(({ tag }) => tag > drained);
  const due = missed > 0 ? debts.filter(({ tag }) => tag < drained) : [];
  return [
    ...finding('violated', breaches),
    ...finding('violated', lossesOf(register, recording)),
    ...finding('unknown', doubts, ', unless what could not be read says otherwise'),
    ...finding('unknown', due, ', unless what could not be read says otherwise'),
    ...finding('unknown', undrained, ', but the history was not drained after that'),
    ...unseen(guarantee, counts).map(unknown),
    ...(guarantee === exactlyOnce ? strangers(phantoms) : []).map(unknown),
    ...(missed > 0 ? [`${missed} ${missed === 1 ? 'line' : 'lines'} could not be read`] : []).map(unknown),
  ];
};

/**
 * A breach is seen in the lines up to it, so with all of them read it is certain. With one of them missing it
 * is certain only if nothing that may have stood there could mend it: two deliveries stay two. All other
 * promises are broken by something that did not happen before, and that may have been on the missing line.
 */
const outlivesGaps: ReadonlySet<Guarantee> = new Set<Guarantee>([atMostOnce, exactlyOnce]);

const unknown = (reason: string): Finding => ({ verdict: 'unknown', reason });

/** The first of the claims stands for all. */
const finding = (verdict: Finding['verdict'], claims: readonly LineClaim[], but = ''): readonly Finding[] => {
  const [first] = claims;
  if (first === undefined) return [];
  const more = claims.length > 1 ? `, and ${claims.length - 1} more` : '';
  return [{ verdict, reason: `${first.clause} (line ${first.tag})${more}${but}` }];
};

/** Guarantees speak of complete histories; in one that may go on, never is not yet. */
const notYet = (claim: LineClaim): LineClaim => ({
  ...claim,
  clause: claim.clause.replace(/ is never (\w+)$/, ' is not yet $1'),
});

/** What must have been seen for "holds" to say anything. A client with one callback only confirms, and so accepts. */
const unseen = ({ needs }: Guarantee, counts: Counts): readonly string[] =>
  needs
    .filter((type) => counts[type] + (type === 'accepted' ? counts.confirmed : 0) === 0)
    .map((type) => `no message was ${type === 'accepted' ? 'accepted or confirmed' : type}`);

/** Exactly once counts what became of submissions; what came from elsewhere may be a creation, or a gap. */
const strangers = (phantoms: readonly Oddity[]): readonly string[] => {
  const [first] = phantoms;
  if (first === undefined) return [];
  const more = phantoms.length > 1 ? `, and ${phantoms.length - 1} more` : '';
  return [`${first.clause} (line ${first.line})${more}: created, or not recorded`];
};
