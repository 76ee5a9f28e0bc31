import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Model } from '../model/model.ts';
import { isNeverPaid, unpaid } from './debts.ts';
import { examinerOf } from './examine.ts';
import { graphOf, pathTo } from './graph.ts';
import type { Graph } from './graph.ts';
import { normalForm } from './normal-form.ts';
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
  const graph = graphOf(model, guarantee, maxStates);
  const { breach, complete, coverage } = graph;
  const judged = {
    model: model.name,
    guarantee: guarantee.name,
    engine: 'exhaustive',
    bound: model.bound,
    coverage,
  } as const;
  const unknown = (reason: string): Verdict<Action> => ({ ...judged, verdict: 'unknown', reason });
  const violated = (number: number, shortest: boolean): Verdict<Action> => {
    const form = normalForm(model, guarantee, pathTo(graph, number), { shortest });
    const violation = examinerOf(model, guarantee)(form.trace).violation!;
    return { ...judged, verdict: 'violated', violation, ...form };
  };

  // Breadth first, so no breach is shorter; but of a promise that can also owe, a debt might be.
  if (breach !== undefined && guarantee.owed === undefined) return violated(breach, true);
  if (!complete)
    return breach === undefined ? unknown(`more than ${maxStates} states`) : violated(breach, false);
  const debts = firstDebt(model, guarantee, graph);
  // What only the bound leaves undecided may be shorter: whether any of it is, the normal form finds out.
  if (debts.first < Infinity) return violated(debts.first, debts.undecided === 0);
  if (debts.undecided > 0) {
    return unknown(
      `in ${debts.undecided} states only the bound keeps debts from being paid: raise the capacity`,
    );
  }
  const [unseen] = graph.unseen;
  if (unseen !== undefined) {
    return unknown(
      `the bound kept every ${unseen.type} like ${JSON.stringify(unseen)} from happening: raise the capacity`,
    );
  }
  const silence = silenceOf(guarantee, coverage);
  return silence === undefined ? { ...judged, verdict: 'holds' } : unknown(silence);
};

/** The first node that breaks the promise, be it for good or because nothing will ever pay. */
const firstDebt = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  graph: Graph<Action>,
): { readonly first: number; readonly undecided: number } => {
  const breach = graph.breach ?? Infinity;
  if (guarantee.owed === undefined) return { first: breach, undecided: 0 };
  const { certain, possible } = unpaid(graph);
  const first = Math.min(breach, certain[0] ?? Infinity);
  // Only what comes before could be shorter.
  const earlier = possible.filter((number) => number < first);
  const shorter = earlier.find((number) => isNeverPaid(model, graph.ledgers, graph.nodes[number]!));
  return { first: shorter ?? first, undecided: possible.length };
};

/** Why a promise that was never broken was not put to the test either. */
const silenceOf = (guarantee: Guarantee, { occurred, messages }: Coverage): string | undefined => {
  const missing = guarantee.needs.find((type) => !occurred[type]);
  if (missing !== undefined) return `no message was ever ${missing}`;
  const { needsMessages = 1 } = guarantee;
  return messages < needsMessages
    ? `it speaks of ${needsMessages} messages, and there was ${messages}`
    : undefined;
};
