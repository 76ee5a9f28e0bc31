import { ledgersOf } from '../guarantees/ledger.ts';
import type { Ledger, Ledgers } from '../guarantees/ledger.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Model } from '../model/model.ts';
import { isNeverPaid, neverPaid } from './debts.ts';
import { examinerOf } from './examine.ts';
import { tally } from './tally.ts';
import type { Coverage, Verdict } from './verdict.ts';

export interface ExhaustiveOptions {
  /** How many distinct states to visit at most; when there are more, the verdict is unknown. */
  readonly maxStates?: number;
}

/**
 * Visits every reachable state of a model, breadth first, and judges a guarantee in each of them.
 *
 * Simple and obviously right: the slow twin against which faster engines are measured. It errs in no
 * direction within the bound of the model: `holds` means that no reachable state breaks the promise and that
 * from each of them every debt can still be paid without faults; `violated` comes with a shortest trace.
 *
 * @throws HandlerError when a handler of the protocol misbehaves.
 * @example
 * verifyExhaustively(compose(fireAndForget, worlds.duplicating), atMostOnce).verdict; // 'violated'
 */
export const verifyExhaustively = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  { maxStates = 2_000_000 }: ExhaustiveOptions = {},
): Verdict<Action> => {
  const graph = explore(model, guarantee, maxStates);
  const judged = {
    model: model.name,
    guarantee: guarantee.name,
    engine: 'exhaustive',
    bound: model.bound,
    coverage: graph.coverage,
  } as const;
  const violated = (node: number): Verdict<Action> => {
    const trace = pathTo(graph, node);
    const violation = examinerOf(model, guarantee)(trace).violation!;
    return { ...judged, verdict: 'violated', violation, trace, shortest: true };
  };

  // A graph that was left unfinished at a breach has no shorter one, but its debts are not known.
  if (graph.breach !== undefined && guarantee.owed === undefined) return violated(graph.breach);
  if (!graph.complete) {
    if (graph.breach !== undefined) return violated(graph.breach);
    return { ...judged, verdict: 'unknown', reason: `more than ${maxStates} states` };
  }
  const debts = guarantee.owed === undefined ? undefined : neverPaid(graph);
  const first = Math.min(graph.breach ?? Infinity, debts?.certain[0] ?? Infinity);
  // Only what comes before the first violation could be a shorter one.
  const earlier = debts?.possible.filter((node) => node < first) ?? [];
  const shortest = earlier.find((node) => isNeverPaid(model, graph.ledgers, graph.at(node))) ?? first;
  if (shortest < Infinity) return violated(shortest);
  if (debts !== undefined && debts.possible.length > 0) {
    const reason = `in ${debts.possible.length} states only the bound on what is in flight keeps debts from being paid`;
    return { ...judged, verdict: 'unknown', reason: `${reason}: raise the capacity` };
  }
  const missing = guarantee.needs.find((type) => !graph.coverage.occurred[type]);
  if (missing !== undefined)
    return { ...judged, verdict: 'unknown', reason: `no message was ever ${missing}` };
  return { ...judged, verdict: 'holds' };
};

/** The states that can be reached, each with the guarantee's ledger, numbered in breadth-first order. */
export interface Graph<Action = unknown> {
  readonly parents: readonly number[];
  readonly actions: readonly (Action | undefined)[];
  /** Steps of the nature `progress`, from and to; kept only if debts matter. */
  readonly progress: readonly (readonly [from: number, to: number])[];
  /** Whether something is owed. */
  readonly owing: readonly boolean[];
  /** Whether the bound withholds a step of the nature `progress`. */
  readonly heldBack: readonly boolean[];
  /** The first node that breaks the promise for good. */
  readonly breach: number | undefined;
  readonly complete: boolean;
  readonly coverage: Coverage;
  readonly ledgers: Ledgers;
  readonly at: (node: number) => { readonly state: any; readonly ledger: Ledger };
}

const explore = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  maxStates: number,
): Graph<Action> => {
  const ledgers = ledgersOf(guarantee);
  const owes = guarantee.owed !== undefined;
  const known = new Map<string, number>();
  const states: unknown[] = [];
  const books: Ledger[] = [];
  const depths: number[] = [];
  const parents: number[] = [];
  const actions: (Action | undefined)[] = [];
  const progress: [number, number][] = [];
  const owing: boolean[] = [];
  const heldBack: boolean[] = [];
  const occurred = tally();
  let transitions = 0;
  let withheld = false;
  let breach: number | undefined;

  const visit = (state: unknown, ledger: Ledger, parent: number, action: Action | undefined): number => {
    const key = `${model.keyOf(state)}\n${ledgers.textOf(ledger)}`;
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const node = states.length;
    known.set(key, node);
    states.push(state);
    books.push(ledger);
    parents.push(parent);
    actions.push(action);
    depths.push(parent < 0 ? 0 : depths[parent]! + 1);
    owing.push(owes && ledgers.broken(ledger) === undefined && ledgers.owed(ledger).length > 0);
    heldBack.push(false);
    if (breach === undefined && ledgers.broken(ledger) !== undefined) breach = node;
    return node;
  };

  const expand = (node: number): void => {
    const state = states[node];
    if (ledgers.broken(books[node]!) !== undefined) return; // broken for good: nothing more to learn
    for (const action of model.enabled(state)) {
      const step = model.step(state, action)!;
      const next = visit(step.state, ledgers.observe(books[node]!, step.observations), node, action);
      transitions += 1;
      occurred.count(action.type, step.observations);
      if (owes && model.natureOf(action) === 'progress') progress.push([node, next]);
    }
    const missed = model.withheld(state);
    if (missed.length > 0) withheld = true;
    heldBack[node] = missed.some((action) => model.natureOf(action) === 'progress');
  };

  visit(model.initial, ledgers.initial, -1, undefined);
  let node = 0;
  while (node < states.length && states.length <= maxStates && (owes || breach === undefined)) {
    expand(node);
    node += 1;
  }
  const depth = depths.at(-1)!;
  const coverage = { states: states.length, transitions, depth, occurred: occurred.counts, withheld };
  const complete = node === states.length;
  const at = (index: number) => ({ state: states[index], ledger: books[index]! });
  return { parents, actions, progress, owing, heldBack, breach, complete, coverage, ledgers, at };
};

const pathTo = <Action>({ parents, actions }: Graph<Action>, node: number): readonly Action[] => {
  const path: Action[] = [];
  for (let at = node; at > 0; at = parents[at]!) path.push(actions[at]!);
  return path.reverse();
};
