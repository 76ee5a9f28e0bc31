import type { Ledgers, Ledger } from '../guarantees/ledger.ts';
import type { Model } from '../model/model.ts';
import type { Graph } from './graph.ts';

/**
 * The nodes from which the debts are never paid.
 *
 * A debt is paid under fairness exactly if, from every reachable state, some continuation without faults and
 * without further submissions reaches a state in which nothing is owed: a fair run that stays where this is
 * always possible takes such a continuation in the end, and where it is not possible no run can.
 *
 * `certain` lists, in breadth-first order, the nodes from which nothing is ever paid; `possible` those from
 * which nothing is paid within the bound, though a step that the bound withholds might.
 */
export const unpaid = ({
  nodes,
  progress,
  heldBack,
}: Graph<unknown>): { readonly certain: readonly number[]; readonly possible: readonly number[] } => {
  const before: number[][] = nodes.map(() => []);
  for (const [from, to] of progress) before[to]!.push(from);
  const reaching = (goals: readonly boolean[]): readonly boolean[] => {
    const reached = [...goals];
    const open = goals.flatMap((isGoal, number) => (isGoal ? [number] : []));
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      for (const from of before[number]!) {
        if (reached[from]) continue;
        reached[from] = true;
        open.push(from);
      }
    }
    return reached;
  };
  const pays = reaching(nodes.map(({ owing }) => !owing));
  const mayPay = reaching(nodes.map(({ owing }, number) => !owing || heldBack.has(number)));
  const numbers = [...nodes.keys()];
  return {
    certain: numbers.filter((number) => !mayPay[number]),
    possible: numbers.filter((number) => mayPay[number] && !pays[number]),
  };
};

/** What becomes of the debts of one state when no more faults strike. */
export type Prospect = 'paid' | 'standstill' | 'for ever' | 'unknown';

interface At<State> {
  readonly state: State;
  readonly ledger: Ledger;
}

/** Which ledgers to look for. */
export type Goal = (ledger: Ledger) => boolean;

/** Nothing is owed; or the promise is broken for good, and then debts do not matter any more. */
export const allPaid =
  (ledgers: Ledgers): Goal =>
  (ledger) =>
    ledgers.owed(ledger).length === 0 || ledgers.broken(ledger) !== undefined;

/**
 * Looks for a continuation without faults and without submissions that pays the debts of a state: all of
 * them, or those that the goal names. Where steps
 * that the bound withholds might pay, the relaxed model is asked: what even it cannot pay is never paid.
 *
 * `unknown` when more than `maxStates` would have to be visited, or when the relaxed model might pay.
 */
export const prospectOf = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  ledgers: Ledgers,
  from: At<State>,
  goal: Goal = allPaid(ledgers),
  maxStates = 20_000,
): Prospect => {
  const prospect = search(model, ledgers, from, goal, maxStates);
  if (prospect !== 'held back') return prospect;
  return isNeverPaid(model, ledgers, from, goal, maxStates) ? 'for ever' : 'unknown';
};

/** Whether not even the relaxed model can pay the debts of a state. */
export const isNeverPaid = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  ledgers: Ledgers,
  { state, ledger }: At<State>,
  goal: Goal = allPaid(ledgers),
  maxStates = 20_000,
): boolean => {
  const relaxed = model.relaxed?.();
  if (relaxed === undefined) return false;
  const prospect = search(relaxed.model, ledgers, { state: relaxed.from(state), ledger }, goal, maxStates);
  return prospect === 'standstill' || prospect === 'for ever';
};

const search = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  ledgers: Ledgers,
  from: At<State>,
  isPaid: Goal,
  maxStates: number,
): Prospect | 'held back' => {
  const isProgress = (action: Action): boolean => model.natureOf(action) === 'progress';
  const keyOf = ({ state, ledger }: At<State>): string => `${model.keyOf(state)}\n${ledgers.textOf(ledger)}`;
  if (isPaid(from.ledger)) return 'paid';
  const known = new Set([keyOf(from)]);
  const open = [from];
  let standstill = false;
  let heldBack = false;
  // Last in, first out: it runs ahead along one run, which usually pays at once, before it tries the others.
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const progress = model.enabled(at.state).filter(isProgress);
    heldBack ||= model.withheld(at.state).some(isProgress);
    standstill ||= progress.length === 0;
    // Reversed, so that arrivals, which come first in the order, are also tried first.
    for (const action of progress.toReversed()) {
      const step = model.step(at.state, action)!;
      const next = { state: step.state, ledger: ledgers.observe(at.ledger, step.observations) };
      if (isPaid(next.ledger)) return 'paid';
      const key = keyOf(next);
      if (known.has(key)) continue;
      if (known.size >= maxStates) return 'unknown';
      known.add(key);
      open.push(next);
    }
  }
  return heldBack ? 'held back' : standstill ? 'standstill' : 'for ever';
};
