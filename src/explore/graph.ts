import { ledgersOf } from '../guarantees/ledger.ts';
import type { Ledger, Ledgers } from '../guarantees/ledger.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Model } from '../model/model.ts';
import { tally } from './tally.ts';
import { neverSeen } from './unseen.ts';
import type { Coverage } from './verdict.ts';

/** A state that was reached, and how. Nodes are numbered in breadth-first order. */
export interface Node<Action> {
  readonly state: any;
  readonly ledger: Ledger;
  /** The number of the node it was first reached from; -1 for the initial one. */
  readonly parent: number;
  readonly action: Action | undefined;
  readonly depth: number;
  /** Whether something is owed. A node whose promise is broken for good owes nothing more. */
  readonly owing: boolean;
}

/** The reachable states of a model, each with the ledger of a guarantee. */
export interface Graph<Action> {
  readonly ledgers: Ledgers;
  readonly nodes: readonly Node<Action>[];
  /** Steps of the nature `progress`, as pairs of nodes; kept only for a guarantee that can owe. */
  readonly progress: readonly (readonly [from: number, to: number])[];
  /** The nodes in which the bound withholds a step of the nature `progress`. */
  readonly heldBack: ReadonlySet<number>;
  /** The first node that breaks the promise for good. */
  readonly breach: number | undefined;
  /** The actions that the bound withheld wherever they were possible: what the search never saw at all. */
  readonly unseen: readonly Action[];
  /** Whether all states were visited, but for what lies behind a broken promise. */
  readonly complete: boolean;
  readonly coverage: Coverage;
}

/**
 * Visits the states of a model breadth first. For a promise that can only be broken for good it ends with the
 * level of the first breach, since no shorter one can follow; debts are known only when everything was
 * visited. It is the whole level, so that the counts depend on no order within it.
 */
export const graphOf = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  maxStates: number,
): Graph<Action> => {
  const ledgers = ledgersOf(guarantee);
  const owes = guarantee.owed !== undefined;
  const numbers = new Map<string, number>();
  const nodes: Node<Action>[] = [];
  const progress: [number, number][] = [];
  const heldBack = new Set<number>();
  const occurred = tally();
  let breach: number | undefined;
  let transitions = 0;
  const performed = new Set<Action>();
  const withheld = new Set<Action>();

  /** The number of the node with this state and ledger, which becomes known if it was not. */
  const visit = (state: unknown, ledger: Ledger, parent: number, action: Action | undefined): number => {
    const key = `${model.keyOf(state)}\n${ledgers.textOf(ledger)}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const isBroken = ledgers.broken(ledger) !== undefined;
    const owing = owes && !isBroken && ledgers.owed(ledger).length > 0;
    const depth = parent < 0 ? 0 : nodes[parent]!.depth + 1;
    const number = nodes.push({ state, ledger, parent, action, depth, owing }) - 1;
    numbers.set(key, number);
    if (isBroken) breach ??= number;
    return number;
  };

  const expand = (number: number): void => {
    const { state, ledger } = nodes[number]!;
    if (ledgers.broken(ledger) !== undefined) return; // broken for good: there is nothing more to learn
    for (const action of model.enabled(state)) {
      const step = model.step(state, action)!;
      const next = visit(step.state, ledgers.observe(ledger, step.observations), number, action);
      transitions += 1;
      performed.add(action);
      occurred.count(action.type, step.observations);
      if (owes && model.natureOf(action) === 'progress') progress.push([number, next]);
    }
    for (const action of model.withheld(state)) {
      withheld.add(action);
      if (model.natureOf(action) === 'progress') heldBack.add(number);
    }
  };

  const isBehindBreach = ({ depth }: Node<Action>): boolean =>
    breach !== undefined && depth >= nodes[breach]!.depth;

  visit(model.initial, ledgers.initial, -1, undefined);
  let expanded = 0;
  for (; expanded < nodes.length; expanded += 1) {
    if (nodes.length > maxStates || (!owes && isBehindBreach(nodes[expanded]!))) break;
    expand(expanded);
  }
  const depth = nodes.at(-1)!.depth;
  const coverage = {
    states: nodes.length,
    transitions,
    depth,
    ...occurred.total(),
    withheld: withheld.size > 0,
  };
  const unseen = neverSeen([...withheld], [...performed]);
  return {
    ledgers,
    nodes,
    progress,
    heldBack,
    breach,
    unseen,
    complete: expanded === nodes.length,
    coverage,
  };
};

/** The actions that lead to a node along a shortest way. */
export const pathTo = <Action>({ nodes }: Graph<Action>, number: number): readonly Action[] => {
  const path: Action[] = [];
  for (let node = nodes[number]!; node.parent >= 0; node = nodes[node.parent]!) path.push(node.action!);
  return path.toReversed();
};
