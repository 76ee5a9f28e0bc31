import type { Guarantee } from '../guarantees/guarantee.ts';
import type { WorldModel } from '../model/compose.ts';
import type { Model } from '../model/model.ts';
import { verifyNaively } from './naive.ts';
import { exhaustively } from './attempts.ts';
import { driveHere } from './product/drive.ts';
import type { Watch } from './product/drive.ts';
import type { Limits } from './product/search.ts';
import { driveTogether } from './product/team.ts';
import type { Reduction } from './reductions.ts';
import type { Verdict } from './verdict.ts';

export interface ExhaustiveOptions {
  /** How many distinct states to visit at most; when there are more, the verdict is unknown. */
  readonly maxStates?: number;
  /** How many bytes states and tables may take at most; when they take more, the verdict is unknown. */
  readonly maxBytes?: number;
  /** What to leave out where that is sound; nothing unless told. */
  readonly reductions?: readonly Reduction[];
}

export interface ParallelOptions extends ExhaustiveOptions {
  /** How many workers share the work; all cores unless told otherwise, and none while the world is small. */
  readonly workers?: number;
  /** From how many states on workers are worth starting; 50,000 unless told otherwise. */
  readonly workersFrom?: number;
  /** Is shown, several times a second, how far it has come; what it answers is a reason to stop, as `unknown`. */
  readonly watch?: Watch;
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
  options: ExhaustiveOptions = {},
): Verdict<Action> => {
  if (!isWorldModel(model)) return verifyNaively(model, guarantee, options.maxStates);
  return driveHere(
    exhaustively(model, guarantee, limitsOf(options), options.reductions ?? []),
  ) as Verdict<any>;
};

/**
 * The same with several workers over shared memory. Verdict, trace and counts do not depend on how many there
 * are. The event loop turns meanwhile, so progress can be shown and the search stopped: then the verdict is
 * unknown, with what was covered.
 *
 * @throws HandlerError when a handler of the protocol misbehaves.
 * @example
 * (await verifyInParallel(compose(protocols.exactlyOnce, worlds.hostile), exactlyOnce)).verdict; // 'holds'
 */
export const verifyInParallel = async <Action extends { readonly type: string }>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  options: ParallelOptions = {},
): Promise<Verdict<Action>> => {
  if (!isWorldModel(model)) return verifyNaively(model, guarantee, options.maxStates);
  const { workers, workersFrom = 50_000, watch = () => undefined } = options;
  const { availableParallelism } = await import('node:os');
  const work = exhaustively(model, guarantee, limitsOf(options), options.reductions ?? []);
  const team = { workers: workers ?? availableParallelism(), from: workersFrom, watch };
  return (await driveTogether(work, team)) as Verdict<any>;
};

const limitsOf = ({ maxStates, maxBytes }: ExhaustiveOptions): Limits => ({
  maxStates: maxStates ?? defaultLimits.maxStates,
  maxBytes: maxBytes ?? defaultLimits.maxBytes,
});

/** A protocol in a world; one with more links than a mask has bits is left to the naive engine. */
const isWorldModel = (model: Model): model is WorldModel =>
  'setting' in model && (model as WorldModel).setting.links.length < 32;
