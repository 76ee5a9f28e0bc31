import type { Guarantee } from '../guarantees/guarantee.ts';
import { ProtocolError } from '../model/errors.ts';
import type { Model } from '../model/model.ts';
import { submissionIn } from '../model/naming.ts';
import { breakerOf } from './examine.ts';
import { fingerprintOf } from './fingerprint.ts';
import { costOf } from './levels.ts';
import type { SearchBudget } from './purse.ts';
import { shortestWithin } from './shortest.ts';

/** A trace that breaks a promise, and what is known of the traces that are shorter. */
export interface NormalForm<Action> {
  readonly trace: readonly Action[];
  /** Proved for the whole world within its bound: no shorter trace breaks the promise. */
  readonly shortest: boolean;
  /** Where that was too much to prove, the scope in which it is proved, in words, if there is one. */
  readonly shortestIn?: string;
  /** The fingerprint of the bug. Only of the normal form: of any other trace it would say nothing. */
  readonly fingerprint?: string;
}

export interface NormalFormOptions {
  /** Whether the caller has proved already that no shorter trace breaks the promise. */
  readonly shortest?: boolean;
  readonly budget?: SearchBudget;
}

/** What is spent on a trace unless told: it takes a second or two to use it up, and hardly any trace does. */
export const usualBudget: SearchBudget = { states: 50_000 };

/**
 * The normal form of a counterexample: the least of all the traces of its model that break the promise (see
 * `shortestWithin`). It is the same whatever trace it is made of, hence whatever the seed and the engine.
 *
 * Where the budget does not suffice, a second search as large stays within the scope of the trace: its
 * messages, and faults of the kinds and in the places of its own. What it finds is shorter, but depends on the
 * trace, so it has no fingerprint. Where even that does not suffice the trace comes back as it was.
 *
 * @param trace a trace that breaks the promise, every step of which is possible
 * @example
 * normalForm(compose(sentTwice, worlds.calm), atMostOnce, found).trace.length; // 3
 */
export const normalForm = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  trace: readonly Action[],
  { shortest = false, budget = usualBudget }: NormalFormOptions = {},
): NormalForm<Action> => {
  const breaks = (candidate: readonly Action[]): boolean =>
    breakerOf(model, guarantee)(candidate) !== undefined;
  const least = searchFor(model, guarantee, { trace, budget });
  if (least.outcome === 'found' && breaks(least.trace)) {
    const fingerprint = fingerprintOf(guarantee, least.trace);
    return { trace: least.trace, shortest: shortest || !least.undecided, fingerprint };
  }
  if (shortest) return { trace, shortest };
  const within = searchFor(model, guarantee, { trace, budget, allows: scopeOf(model, trace) });
  if (within.outcome === 'found' && breaks(within.trace)) {
    const scope = within.undecided ? {} : { shortestIn: scopeInWords(model, trace) };
    return { trace: within.trace, shortest: false, ...scope };
  }
  return { trace, shortest: false };
};

/** A handler that misbehaves somewhere off the trace ends the search; it is no reason to lose the trace. */
const searchFor: typeof shortestWithin = (model, guarantee, bounds) => {
  try {
    return shortestWithin(model, guarantee, bounds);
  } catch (error) {
    if (error instanceof ProtocolError) return { outcome: 'given up' };
    throw error;
  }
};

interface AnyAction {
  readonly type: string;
  readonly role?: string;
  readonly link?: string;
}

/** Whether an action stays within the scope of a trace: progress always does. */
const scopeOf = <Action extends AnyAction>(
  model: Model<any, Action>,
  trace: readonly Action[],
): ((action: Action) => boolean) => {
  const kinds = new Set(trace.map(kindOf));
  const messages = new Set(trace.map(submissionIn));
  return (action) => {
    if (model.natureOf(action) === 'progress') return true;
    const message = submissionIn(action);
    if (message !== undefined && !messages.has(message)) return false;
    return action.type === 'submit' || kinds.has(kindOf(action));
  };
};

const kindOf = ({ type, role, link }: AnyAction): string => `${type} ${role ?? link ?? ''}`;

/** `1 message; crash of receiver; lose on sender -> receiver`. */
const scopeInWords = <Action extends AnyAction>(
  model: Model<any, Action>,
  trace: readonly Action[],
): string => {
  const { messages } = costOf(model, trace);
  const faults = trace
    .filter((action) => costOf(model, [action]).faults > 0)
    .map(
      ({ type, role, link }) =>
        `${type}${role === undefined ? '' : ` of ${role}`}${link === undefined ? '' : ` on ${link}`}`,
    );
  return [`${messages} ${messages === 1 ? 'message' : 'messages'}`, ...new Set(faults)].join('; ');
};
