import type { Guarantee } from '../guarantees/guarantee.ts';
import { ledgersOf } from '../guarantees/ledger.ts';
import type { WorldModel } from '../model/compose.ts';
import type { Model } from '../model/model.ts';
import { verifyNaively } from './naive.ts';
import { driveHere, newCounters } from './product/drive.ts';
import { tablesFor } from './product/tables.ts';
import { verification } from './product/verify.ts';
import type { Verdict } from './verdict.ts';

export interface ExhaustiveOptions {
  /** How many distinct states to visit at most; when there are more, the verdict is unknown. */
  readonly maxStates?: number;
  /** How many bytes states and tables may take at most; when they take more, the verdict is unknown. */
  readonly maxBytes?: number;
}

/** Until told otherwise: 10 million states, or 2 GB. */
export const defaultLimits = { maxStates: 10_000_000, maxBytes: 2 * 2 ** 30 } as const;

/**
 * Visits every reachable state of a model, breadth first, and judges a guarantee in each of them.
 *
 * A protocol in a world is explored as an interned product: components are small integers, each local step is
 * computed once, a state is a few words in one typed array. Any other model is explored as it is, naively.
 * Both say the same. They err in no direction within the bound of the model: `holds` means that no reachable
 * state breaks the promise and that from each of them every debt can still be paid without faults;
 * `violated` comes with a shortest trace.
 *
 * @throws HandlerError when a handler of the protocol misbehaves.
 * @example
 * verifyExhaustively(compose(fireAndForget, worlds.duplicating), atMostOnce).verdict; // 'violated'
 */
export const verifyExhaustively = <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  { maxStates = defaultLimits.maxStates, maxBytes = defaultLimits.maxBytes }: ExhaustiveOptions = {},
): Verdict<Action> => {
  if (!isWorldModel(model)) return verifyNaively(model, guarantee, maxStates);
  const ledgers = ledgersOf(guarantee);
  const tables = tablesFor(model, ledgers);
  const counters = newCounters();
  const work = verification(model, ledgers, tables, counters, { maxStates, maxBytes });
  return driveHere(tables.shape, counters, work) as Verdict<any>;
};

const isWorldModel = (model: Model): model is WorldModel => 'setting' in model;
