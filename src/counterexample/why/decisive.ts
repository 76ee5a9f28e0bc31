import type { Violation } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import { ledgersOf } from '../../guarantees/ledger.ts';
import type { Claim } from '../../guarantees/ledger.ts';
import { isAboutMessage } from '../../model/observation.ts';
import type { MessageObservation, Observation } from '../../model/observation.ts';

/** An observation, and the number of the step in which it was made. */
export interface Sighted {
  readonly step: number;
  readonly seen: MessageObservation;
}

/** What could be seen of messages, in order. */
export const sightedIn = (
  scenes: readonly { readonly number: number; readonly observations: readonly Observation[] }[],
): readonly Sighted[] =>
  scenes.flatMap(({ number, observations }) =>
    observations.filter(isAboutMessage).map((seen) => ({ step: number, seen })),
  );

/**
 * The observations that decide: held against these alone, the guarantee complains of the same, and without
 * any one of them it does not. Found by leaving out one after the other, the earliest first.
 *
 * @example
 * decisiveOf(atMostOnce, sighted, violation); // the two deliveries
 */
export const decisiveOf = (
  guarantee: Guarantee,
  sighted: readonly Sighted[],
  violation: Violation,
): readonly Sighted[] => {
  const complains = complaintOf(guarantee, sighted, violation);
  let kept = sighted;
  for (const one of sighted) {
    const fewer = kept.filter((other) => other !== one);
    if (complains(fewer)) kept = fewer;
  }
  return kept;
};

/** The step since which something is owed without a break, for a debt of one message. */
export const owedSince = (
  guarantee: Guarantee,
  sighted: readonly Sighted[],
  { message }: Violation,
): number | undefined => {
  const ledgers = ledgersOf(guarantee);
  let ledger = ledgers.initial;
  let since: number | undefined;
  for (const { step, seen } of sighted) {
    ledger = ledgers.observe(ledger, [seen]);
    const owed = ledgers.owed(ledger).some((claim) => claim.message === message);
    since = owed ? (since ?? step) : undefined;
  }
  return since;
};

/** Whether some of the observations alone let the guarantee complain as all of them do. */
const complaintOf = (
  guarantee: Guarantee,
  sighted: readonly Sighted[],
  { type, message, clause }: Violation,
) => {
  const ledgers = ledgersOf(guarantee);
  const claims = (some: readonly Sighted[]): readonly Claim[] => {
    const seen = some.map((one) => one.seen);
    const ledger = ledgers.observe(ledgers.initial, seen);
    if (type === 'debt') return ledgers.owed(ledger);
    const breach = ledgers.broken(ledger);
    return breach === undefined ? [] : [breach];
  };
  // Debts each of which could be paid, but not all of them, are no claim about one message: all must be there.
  const isTogether = type === 'debt' && message === undefined;
  const all = claims(sighted);
  return (some: readonly Sighted[]): boolean => {
    const own = claims(some);
    if (isTogether) return own.length === all.length;
    return own.some((claim) => claim.message === message && claim.clause === clause);
  };
};
