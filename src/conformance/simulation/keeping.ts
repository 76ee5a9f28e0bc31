import { drawText } from '../../counterexample/draw.ts';
import { traceDocument } from '../../counterexample/file/document.ts';
import type { TraceDocument } from '../../counterexample/file/schema.ts';
import { tell } from '../../counterexample/tell.ts';
import { explain, toldWhy } from '../../counterexample/why/why.ts';
import type { Verdict, Violated } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Action } from '../../model/action.ts';
import type { World } from '../../model/world.ts';
import type { Implementation } from '../implementation.ts';
import { isUntested } from './measurement.ts';
import { simulate } from './simulate.ts';
import type { SimulateOptions } from './simulate.ts';
import { throughout } from './sooner.ts';
import { onStage } from './stage.ts';

export interface KeepingOptions extends Omit<SimulateOptions, 'past'> {
  readonly world: World;
  /** Failures of the past, of this implementation and of others: its own, in this world, are performed first. */
  readonly past?: readonly TraceDocument[];
  /** Whether it is no failure that nothing put the guarantee to the test, as in a single short run. */
  readonly mayBeUntested?: boolean;
  /** Called with the document of a failure, shrunk, for whoever keeps it: `storeIn('.onceproof').keep`. */
  readonly keep?: (document: TraceDocument) => unknown;
}

/** An implementation breaks a guarantee, or was never put to the test. The message is the story, drawn and in words. */
export class NotKept extends Error {
  override readonly name = 'NotKept';
  readonly verdict: Verdict;

  constructor(message: string, verdict: Verdict) {
    super(message);
    this.verdict = verdict;
  }
}

/**
 * Fails unless an implementation keeps a guarantee, as far as `simulate` can tell. For `node:test`, and for
 * every other runner of tests for which an error is a failure.
 *
 * @throws NotKept where it is broken, with the picture; and where nothing put it to the test
 * @throws ImplementationError when the code is no implementation
 * @example
 * test('the outbox', () => assertKeeps(outbox, atLeastOnce, { world: worlds.crashing }));
 */
export const assertKeeps = async (
  implementation: Implementation,
  guarantee: Guarantee,
  options: KeepingOptions,
): Promise<Verdict> => {
  const { verdict, words } = await keeping(implementation, guarantee, options);
  const isHollow = isUntested(verdict) && options.mayBeUntested !== true;
  if (verdict.verdict === 'violated' || isHollow) throw new NotKept(words(), verdict);
  return verdict;
};

/** The verdict upon an implementation, and what is to be said about it. */
export interface Kept {
  readonly verdict: Verdict;
  /** Where it is broken: the run, drawn. */
  readonly picture?: string;
  readonly words: () => string;
}

/** Finds out whether an implementation keeps a guarantee, and why not where it is broken. */
export const keeping = async (
  implementation: Implementation,
  guarantee: Guarantee,
  { world, past = [], keep, ...options }: KeepingOptions,
): Promise<Kept> => {
  const own = past.filter(
    (document) =>
      document.protocol === implementation.name &&
      document.guarantee === guarantee.name &&
      document.world.name === world.name,
  );
  const verdict = await simulate(implementation, world, guarantee, {
    ...options,
    past: own.map(({ trace }) => trace),
  });
  if (verdict.verdict !== 'violated') return { verdict, words: () => unbrokenInWords(verdict) };
  const unbounded = { ...world, capacity: Infinity };
  return onStage(implementation, unbounded, options, async ({ model }) => {
    const trace = verdict.trace as readonly Action[];
    const { violation } = verdict;
    // Where things go on for ever, the reason is a search among all that may still happen: too long to ask of code.
    const why =
      violation.ending === 'for ever'
        ? undefined
        : await throughout(() => explain(model, guarantee, trace, violation));
    const matters = why?.steps ?? [];
    const picture = await throughout(() => drawText(model, trace, violation, { matters }));
    const told = await throughout(() => tell(model, trace, violation, { matters }));
    keep?.(await throughout(() => traceDocument(model, guarantee.name, trace, { violation })));
    const reason = why === undefined ? [] : [toldWhy(why, trace).join('\n')];
    const parts = [brokenInWords(verdict), picture, told, ...reason];
    return { verdict, picture, words: () => `${parts.join('\n\n')}\n` };
  });
};

const brokenInWords = ({ model, guarantee, violation, trace, bound, coverage }: Violated): string =>
  [
    `${model}: ${guarantee} is broken in ${trace.length} ${trace.length === 1 ? 'step' : 'steps'}: ${violation.clause}`,
    `  ${bound}${coverage.seed === undefined ? '' : `, seed ${coverage.seed}`}`,
  ].join('\n');

const unbrokenInWords = (verdict: Verdict): string =>
  `${verdict.model}: ${verdict.guarantee} ${
    verdict.verdict === 'unknown' ? `is not broken: ${verdict.reason}` : 'is kept in every state'
  }\n  ${verdict.bound}`;
