import type { Violation } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import { ledgersOf } from '../../guarantees/ledger.ts';
import type { Ledger } from '../../guarantees/ledger.ts';
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
  const complains = complaintOf(guarantee, violation);
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

/** Whether observations alone let the guarantee complain as it did. */
const complaintOf = (guarantee: Guarantee, { type, message, clause }: Violation) => {
  const ledgers = ledgersOf(guarantee);
  const claims = (ledger: Ledger) => {
    const broken = ledgers.broken(ledger);
    return type === 'breach' ? (broken === undefined ? [] : [broken]) : ledgers.owed(ledger);
  };
  return (sighted: readonly Sighted[]): boolean => {
    const ledger = ledgers.observe(
      ledgers.initial,
      sighted.map(({ seen }) => seen),
    );
    const own = claims(ledger);
    if (type === 'debt' && message === undefined)
      return own.length > 0 && own.every((claim) => clause.includes(claim.clause));
    return own.some((claim) => claim.message === message && claim.clause === clause);
  };
};
