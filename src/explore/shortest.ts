import type { Guarantee } from '../guarantees/guarantee.ts';
import { ledgersOf } from '../guarantees/ledger.ts';
import type { Model } from '../model/model.ts';
import { compareCost, costOf, levelAfter, inOrder, rootOf, stateKey, wayTo } from './levels.ts';
import type { Level } from './levels.ts';
import { purseOf } from './purse.ts';
import type { SearchBudget } from './purse.ts';
import { solvencyIn } from './solvency.ts';

/** What a bounded search for the least trace came to. */
export type Search<Action> =
  | {
      readonly outcome: 'found';
      /** The least trace that breaks the promise: none is shorter. */
      readonly trace: readonly Action[];
      /** Whether, of some shorter trace, it is not known within the bound of the model. */
      readonly undecided: boolean;
    }
  /** Nothing that may be done breaks the promise in at most as many steps. */
  | { readonly outcome: 'none' }
  /** The budget did not suffice. */
  | { readonly outcome: 'given up' };

export interface SearchBounds<Action> {
  /** A trace that is known to break the promise: no longer one is looked for. */
  readonly trace: readonly Action[];
  readonly budget: SearchBudget;
  /** What may be done at all; everything unless told. */
  readonly allows?: (action: Action) => boolean;
}

/**
 * The least of all traces that break a promise: the shortest; among those the one with the fewest faults;
 * then with the fewest messages; then the first in the order in which the model enumerates what is possible,
 * which puts progress before faults, and so the calmest.
 *
 * What it finds depends on the model, the guarantee and `allows` alone: the trace that is known only bounds
 * the search. It goes level by level. Every prefix of a shortest trace is a shortest way to the state that it
 * leads to, or else there were a shorter trace; so one best way to each state of a level is enough.
 *
 * @example
 * shortestWithin(model, atMostOnce, { trace, budget: { states: 50_000 } }).outcome; // 'found'
 */
export const shortestWithin = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  { trace, budget, allows = () => true }: SearchBounds<Action>,
): Search<Action> => {
  const ledgers = ledgersOf(guarantee);
  const purse = purseOf(budget);
  const solvency = solvencyIn(model, ledgers, purse);
  const givenUp = { outcome: 'given up' } as const;

  /** Of the nodes of a level, the least that breaks the promise; asked in order, since asking may cost a lot. */
  const leastBroken = (level: Level<Action>) => {
    let undecided = false;
    for (const node of inOrder(level, compareCost)) {
      if (ledgers.broken(node.ledger) !== undefined) return { node, undecided };
      const prospect = solvency(node);
      if (prospect === 'never') return { node, undecided };
      if (prospect === undefined) return undefined;
      undecided ||= prospect === 'unknown';
    }
    return { node: undefined, undecided };
  };

  const known = new Set<string>();
  const limit = costOf(model, trace);
  let undecided = false;
  const root = rootOf(model, ledgers);
  let level: Level<Action> = new Map([[stateKey(model, ledgers, root), root]]);
  for (let depth = 0; ; depth += 1) {
    const broken = leastBroken(level);
    if (broken === undefined) return givenUp;
    if (broken.node !== undefined) return { outcome: 'found', trace: wayTo(broken.node), undecided };
    if (depth >= trace.length) return { outcome: 'none' };
    undecided ||= broken.undecided;
    for (const key of level.keys()) known.add(key);
    // Of the last level only what is not worse than what is known.
    const isLast = depth + 1 === trace.length;
    const next = levelAfter(level, {
      model,
      ledgers,
      known,
      purse,
      allows,
      limit: isLast ? limit : undefined,
    });
    if (next === undefined) return givenUp;
    level = next;
  }
};
