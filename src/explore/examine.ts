import type { Guarantee } from '../guarantees/guarantee.ts';
import { ledgersOf } from '../guarantees/ledger.ts';
import type { Claim, Ledger, Ledgers } from '../guarantees/ledger.ts';
import type { MessageId } from '../model/message.ts';
import type { Model } from '../model/model.ts';
import type { Observation } from '../model/observation.ts';
import { isAboutMessage } from '../model/observation.ts';
import { continuationOf } from './continuation.ts';
import { prospectOf } from './debts.ts';
import type { LossKind, Violation } from './verdict.ts';

/** What a list of actions comes to. */
export interface Examined<Action extends { readonly type: string }> {
  /** The actions that were possible, up to the one that broke the promise for good, if any did. */
  readonly performed: readonly Action[];
  readonly observations: readonly Observation[];
  readonly violation: Violation<Action> | undefined;
  /** Whether debts were left of which it could not be found out whether they are ever paid. */
  readonly undecided: boolean;
}

/**
 * Holds lists of actions against a guarantee: performs what is possible, skips what is not, and judges the
 * state in which it ends by what can still become of it once no more faults strike.
 *
 * @example
 * const examine = examinerOf(compose(fireAndForget, worlds.lossy), atLeastOnce);
 * examine([submission, loss]).violation?.clause; // 'm0 was accepted and is never delivered'
 */
export const examinerOf = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  guarantee: Guarantee,
): ((actions: readonly Action[]) => Examined<Action>) => {
  const ledgers = ledgersOf(guarantee);
  const perform = performer(model, ledgers);
  const violationBy = (type: Violation['type'], claim: Claim): Violation<Action> => ({
    guarantee: guarantee.name,
    type,
    ...claim,
  });

  return (actions) => {
    const { performed, observations, at, broken } = perform(actions);
    if (broken !== undefined) {
      return { performed, observations, violation: violationBy('breach', broken), undecided: false };
    }
    const prospect = prospectOf(model, ledgers, at);
    if (prospect === 'paid' || prospect === 'unknown') {
      return { performed, observations, violation: undefined, undecided: prospect === 'unknown' };
    }
    const debt = hopeless(model, ledgers, at);
    const loss = debt.message === undefined ? {} : { loss: lossOf(observations, debt.message) };
    const continued = continuationOf(model, ledgers, at);
    // The bound may have hidden from the prospect what can be shown.
    const ending = continued.continuation?.cycle.length === 0 ? 'standstill' : prospect;
    const violation = { ...violationBy('debt', debt), ...loss, ending, ...continued };
    return { performed, observations, violation, undecided: false };
  };
};

/**
 * Says of lists of actions no more than whether they break a guarantee: with what was performed of them, or
 * nothing. It agrees with `examinerOf`, and does not find out what becomes of a debt; a shrinker asks it often.
 *
 * @example
 * shrink(trace, breakerOf(model, atLeastOnce)).actions; // as few as break it
 */
export const breakerOf = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  guarantee: Guarantee,
): ((actions: readonly Action[]) => readonly Action[] | undefined) => {
  const ledgers = ledgersOf(guarantee);
  const perform = performer(model, ledgers);
  return (actions) => {
    const { performed, at, broken } = perform(actions);
    if (broken !== undefined) return performed;
    const prospect = prospectOf(model, ledgers, at);
    return prospect === 'paid' || prospect === 'unknown' ? undefined : performed;
  };
};

/** Performs what is possible of a list of actions, up to the one that breaks the promise for good, if any does. */
const performer =
  <State, Action extends { readonly type: string }>(model: Model<State, Action>, ledgers: Ledgers) =>
  (actions: readonly Action[]) => {
    const performed: Action[] = [];
    const observations: Observation[] = [];
    let at = { state: model.initial, ledger: ledgers.initial };
    for (const action of actions) {
      const step = model.step(at.state, action);
      if (step === undefined) continue;
      at = { state: step.state, ledger: ledgers.observe(at.ledger, step.observations) };
      performed.push(action);
      observations.push(...step.observations);
      const broken = ledgers.broken(at.ledger);
      if (broken !== undefined) return { performed, observations, at, broken };
    }
    return { performed, observations, at, broken: undefined };
  };

/** Of debts that are not all paid, one that is not; or all, where each could be, but not together. */
const hopeless = <State>(
  model: Model<State>,
  ledgers: Ledgers,
  at: { readonly state: State; readonly ledger: Ledger },
): Claim => {
  const debts = ledgers.owed(at.ledger);
  const isPayable = ({ message }: Claim): boolean =>
    prospectOf(model, ledgers, at, (ledger) =>
      ledgers.owed(ledger).every((owed) => owed.message !== message),
    ) === 'paid';
  const never = debts.find((debt) => !isPayable(debt));
  return never ?? { clause: `${debts.map(({ clause }) => clause).join(', or ')}: not all of them can be` };
};

/** How a message that is never delivered was lost. */
export const lossOf = (observations: readonly Observation[], message: MessageId): LossKind => {
  const own = (type: Observation['type']): number =>
    observations.findIndex((seen) => seen.type === type && isAboutMessage(seen) && seen.message === message);
  if (own('confirmed') >= 0) return 'silent';
  const crash = observations.findLastIndex(({ type }) => type === 'crashed');
  return crash > own('submitted') ? 'in progress at a crash' : 'plain';
};
