import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Model } from '../model/model.ts';
import { conclude } from './conclude.ts';
import type { Findings } from './conclude.ts';
import { isNeverPaid, unpaid } from './debts.ts';
import { graphOf, pathTo } from './graph.ts';
import type { Graph } from './graph.ts';
import type { Verdict } from './verdict.ts';

/**
 * The naive engine: visits every reachable state of a model, breadth first, as an object in a map of texts.
 *
 * Simple and obviously right: the slow twin against which the fast engine is measured, and the one for models
 * that are no protocol in a world. It errs in no direction within the bound of the model: `holds` means that
 * no reachable state breaks the promise and that from each of them every debt can still be paid without
 * faults; `violated` comes with a shortest trace. It takes about 250 bytes a state and ends, like every `Map`,
 * at 16.7 million of them.
 *
 * @param maxStates how many distinct states to visit at most; when there are more, the verdict is unknown
 * @throws HandlerError when a handler of the protocol misbehaves.
 */
export const verifyNaively = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  maxStates = 2_000_000,
): Verdict<Action> => conclude(model, guarantee, naiveFindings(model, guarantee, maxStates));

/** What the naive engine finds out; of several shortest traces the first in the order of enumeration. */
export const naiveFindings = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  maxStates: number,
): Findings<Action> => {
  const graph = graphOf(model, guarantee, maxStates);
  const { first, undecided } = firstWrong(model, guarantee, graph);
  return {
    coverage: graph.coverage,
    stopped: graph.nodes.length > maxStates ? `more than ${maxStates} states` : undefined,
    trace: first < Infinity ? pathTo(graph, first) : undefined,
    undecided,
    unseen: graph.unseen,
  };
};

/** The first node that breaks the promise, be it for good or because nothing will ever pay. */
const firstWrong = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  graph: Graph<Action>,
): { readonly first: number; readonly undecided: number } => {
  const breach = graph.breach ?? Infinity;
  if (guarantee.owed === undefined || !graph.complete) return { first: breach, undecided: 0 };
  const { certain, possible } = unpaid(graph);
  const first = Math.min(breach, certain[0] ?? Infinity);
  // Only what comes before could be shorter.
  const earlier = possible.filter((number) => number < first);
  const shorter = earlier.find((number) => isNeverPaid(model, graph.ledgers, graph.nodes[number]!));
  return { first: shorter ?? first, undecided: possible.length };
};
