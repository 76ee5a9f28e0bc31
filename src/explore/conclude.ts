import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Model } from '../model/model.ts';
import { ledgersOf } from '../guarantees/ledger.ts';
import { observationsOf, replay } from '../model/trace.ts';
import { examinerOf } from './examine.ts';
import { normalForm } from './normal-form.ts';
import type { Coverage, Verdict, Violation } from './verdict.ts';

/** What an exhaustive search has found out. */
export interface Findings<Action> {
  readonly coverage: Coverage;
  /** Why it stopped before everything was visited, if it did. */
  readonly stopped: string | undefined;
  /** A trace that breaks the promise, if there is one. */
  readonly trace: readonly Action[] | undefined;
  /** In how many states only the bound keeps debts from being paid, as far as is known. */
  readonly undecided: number;
  /** The actions that the bound withheld wherever they were possible: what the search never saw at all. */
  readonly unseen: readonly Action[];
}

/**
 * The verdict upon what was found. A trace outweighs everything; without one it takes a search that left
 * nothing out, and a promise that was put to the test, to say `holds`.
 */
export const conclude = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  { coverage, stopped, trace, undecided, unseen }: Findings<Action>,
): Verdict<Action> => {
  const judged = {
    model: model.name,
    guarantee: guarantee.name,
    engine: 'exhaustive',
    bound: model.bound,
    coverage,
  } as const;
  if (trace !== undefined) {
    // Of a promise that can also owe, a debt might be shorter in what was not visited, or what the bound left
    // undecided: whether any is, the normal form finds out.
    const shortest = guarantee.owed === undefined || (stopped === undefined && undecided === 0);
    const form = normalForm(model, guarantee, trace, { shortest });
    const violation = violationOf(model, guarantee, form.trace);
    return { ...judged, verdict: 'violated', violation, ...form };
  }
  const reason = stopped ?? openQuestion(undecided, unseen) ?? silenceOf(guarantee, coverage);
  return reason === undefined ? { ...judged, verdict: 'holds' } : { ...judged, verdict: 'unknown', reason };
};

/**
 * What is wrong at the end of a trace that is known to break the promise. That a debt is never paid may have
 * taken more states to prove than the examiner looks at: then all that is owed there is named.
 */
const violationOf = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  trace: readonly Action[],
): Violation<Action> => {
  const { violation } = examinerOf(model, guarantee)(trace);
  if (violation !== undefined) return violation;
  const ledgers = ledgersOf(guarantee);
  const debts = ledgers.owed(ledgers.observe(ledgers.initial, observationsOf(replay(model, trace))));
  return {
    guarantee: guarantee.name,
    type: 'debt',
    ...(debts.length === 1 ? { message: debts[0]!.message } : {}),
    clause: debts.map(({ clause }) => clause).join(', or '),
    noContinuation: 'there is too much that may still happen to show one way on',
  };
};

/** What only the bound leaves open. */
const openQuestion = (
  undecided: number,
  [unseen]: readonly { readonly type: string }[],
): string | undefined => {
  if (undecided > 0) {
    return `in ${undecided} states only the bound keeps debts from being paid: raise the capacity`;
  }
  return unseen === undefined
    ? undefined
    : `the bound kept every ${unseen.type} like ${JSON.stringify(unseen)} from happening: raise the capacity`;
};

/** Why a promise that was never broken was not put to the test either. */
export const silenceOf = (guarantee: Guarantee, { occurred, messages }: Coverage): string | undefined => {
  const missing = guarantee.needs.find((type) => !occurred[type]);
  if (missing !== undefined) return `no message was ever ${missing}`;
  const { needsMessages = 1 } = guarantee;
  return messages < needsMessages
    ? `it speaks of ${needsMessages} messages, and there was ${messages}`
    : undefined;
};
