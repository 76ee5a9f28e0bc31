import type { Ledger, Ledgers } from '../guarantees/ledger.ts';
import type { Model } from '../model/model.ts';
import { isNeverPaid } from './debts.ts';
import type { Purse } from './purse.ts';

/** Whether the debts of a state are paid in the end, once no more faults strike. */
export type Solvency = 'pays' | 'never' | 'unknown';

interface At {
  readonly state: unknown;
  readonly ledger: Ledger;
}

/** A state on the way of a search, and the one that it was reached from. */
interface Visited extends At {
  readonly key: string;
  readonly from: Visited | undefined;
}

/**
 * The same question as `prospectOf`, asked of many states of one model: what was learnt of one is not found
 * out again for the next. The answers do not depend on the order of the questions, unless the purse is empty:
 * then nothing comes back.
 *
 * @example
 * const solvency = solvencyIn(model, ledgers, purse);
 * solvency({ state, ledger }); // 'never': a fair run that comes here never pays
 */
export const solvencyIn = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  ledgers: Ledgers,
  { spend }: Purse,
): ((from: At) => Solvency | undefined) => {
  const known = new Map<string, 'pays' | 'never'>();
  const isProgress = (action: Action): boolean => model.natureOf(action) === 'progress';
  const isPaid = (ledger: Ledger): boolean =>
    ledgers.owed(ledger).length === 0 || ledgers.broken(ledger) !== undefined;
  const visited = ({ state, ledger }: At, from?: Visited): Visited => ({
    state,
    ledger,
    from,
    key: `${model.keyOf(state)}\n${ledgers.textOf(ledger)}`,
  });

  /** Whoever can come to a state that pays pays as well. */
  const paysBy = (way: Visited): Solvency => {
    for (let at: Visited | undefined = way; at !== undefined; at = at.from) known.set(at.key, 'pays');
    return 'pays';
  };

  return (start) => {
    if (isPaid(start.ledger)) return 'pays';
    const first = visited(start);
    const before = known.get(first.key);
    if (before !== undefined) return before;
    const seen = new Set([first.key]);
    const open = [first];
    let heldBack = false;
    // Last in, first out, and arrivals first: it runs ahead along one run, which usually pays at once.
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const progress = model.enabled(at.state).filter(isProgress);
      heldBack ||= model.withheld(at.state).some(isProgress);
      for (const action of progress.toReversed()) {
        const step = model.step(at.state, action)!;
        const ledger = ledgers.observe(at.ledger, step.observations);
        if (isPaid(ledger)) return paysBy(at);
        const next = visited({ state: step.state, ledger }, at);
        const prospect = known.get(next.key);
        if (prospect === 'pays') return paysBy(at);
        if (prospect === 'never' || seen.has(next.key)) continue;
        if (!spend()) return undefined;
        seen.add(next.key);
        open.push(next);
      }
    }
    if (heldBack) return isNeverPaid(model, ledgers, start) ? 'never' : 'unknown';
    for (const key of seen) known.set(key, 'never');
    return 'never';
  };
};
