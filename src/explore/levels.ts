import type { Ledger, Ledgers } from '../guarantees/ledger.ts';
import type { Model } from '../model/model.ts';
import { submissionIn } from '../model/naming.ts';
import type { Purse } from './purse.ts';

/** All states that are first reached in so many steps, by key, each with the least way to it. */
export type Level<Action> = ReadonlyMap<string, Node<Action>>;

/** A state with its ledger, and the least way to it. */
export interface Node<Action> extends Cost {
  readonly state: any;
  readonly ledger: Ledger;
  readonly parent: Node<Action> | undefined;
  readonly action: Action | undefined;
  /** The place of the least way to the parent among those of its level, in lexicographic order. */
  readonly rank: number;
  /** The place of the action in the order in which the model enumerates what is possible. */
  readonly index: number;
}

/** What tells traces of the same length apart, in this order. */
export interface Cost {
  /** Losses, duplications, crashes, partitions; and pauses, which strike like them. */
  readonly faults: number;
  /** Submissions. */
  readonly messages: number;
}

export const costOf = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  actions: readonly Action[],
): Cost => ({
  faults: actions.filter((action) => action.type === 'pause' || model.natureOf(action) === 'fault').length,
  messages: actions.filter((action) => submissionIn(action) !== undefined).length,
});

export const compareCost = (a: Cost, b: Cost): number => a.faults - b.faults || a.messages - b.messages;

/** Lexicographic: by where the ways to the parents stand, then by the last action. */
const comparePlace = (a: Node<unknown>, b: Node<unknown>): number => a.rank - b.rank || a.index - b.index;

/** The nodes of a level, the least way first; or by something else first. */
export const inOrder = <Action>(
  level: Level<Action>,
  first: (a: Node<Action>, b: Node<Action>) => number = () => 0,
): readonly Node<Action>[] => [...level.values()].sort((a, b) => first(a, b) || comparePlace(a, b));

export const rootOf = (model: Model, ledgers: Ledgers): Node<never> => ({
  state: model.initial,
  ledger: ledgers.initial,
  parent: undefined,
  action: undefined,
  rank: 0,
  index: 0,
  faults: 0,
  messages: 0,
});

export const stateKey = (
  model: Model,
  ledgers: Ledgers,
  { state, ledger }: { readonly state: unknown; readonly ledger: Ledger },
): string => `${model.keyOf(state)}\n${ledgers.textOf(ledger)}`;

interface Expansion<Action> {
  readonly model: Model<any, Action & { readonly type: string }>;
  readonly ledgers: Ledgers;
  /** The keys of all levels so far. */
  readonly known: ReadonlySet<string>;
  readonly purse: Purse;
  readonly allows: (action: Action) => boolean;
  /** Ways that cost more than this are left out. */
  readonly limit: Cost | undefined;
}

/** The level after this one; nothing when the purse does not suffice. */
export const levelAfter = <Action extends { readonly type: string }>(
  level: Level<Action>,
  { model, ledgers, known, purse, allows, limit }: Expansion<Action>,
): Level<Action> | undefined => {
  const next = new Map<string, Node<Action>>();
  for (const [rank, parent] of inOrder(level).entries()) {
    for (const [index, action] of model.enabled(parent.state).entries()) {
      if (!allows(action)) continue;
      const { faults, messages } = costOf(model, [action]);
      const cost = { faults: parent.faults + faults, messages: parent.messages + messages };
      if (limit !== undefined && compareCost(cost, limit) > 0) continue;
      const step = model.step(parent.state, action)!;
      const ledger = ledgers.observe(parent.ledger, step.observations);
      const node = { state: step.state, ledger, parent, action, rank, index, ...cost };
      const key = stateKey(model, ledgers, node);
      if (known.has(key)) continue;
      const other = next.get(key);
      if (other === undefined && !purse.spend()) return undefined;
      // Ways come in lexicographic order, so a later one is better only if it costs less.
      if (other === undefined || compareCost(node, other) < 0) next.set(key, node);
    }
  }
  return next;
};

/** The actions of the least way to a node. */
export const wayTo = <Action>(node: Node<Action>): readonly Action[] => {
  const way: Action[] = [];
  for (let at = node; at.parent !== undefined; at = at.parent) way.push(at.action!);
  return way.toReversed();
};
