import { verifyInParallel } from '../explore/exhaustive.ts';
import type { Verdict } from '../explore/verdict.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Action } from '../model/action.ts';
import type { Model } from '../model/model.ts';
import { wholeNumber } from './budgets.ts';
import { UsageError } from './command.ts';
import { limitOptions, limitsIn } from './limits.ts';
import type { Watching } from './watching.ts';

/** The options that choose an engine and bound what it does, as parseArgs wants them. */
export const engineOptions = {
  engine: { type: 'string' },
  seed: { type: 'string' },
  runs: { type: 'string' },
  ...limitOptions,
} as const;

export const engineHelp = `  --engine NAME     exhaustive, or random, which finds and never proves (exhaustive)

  --seed N          of the random engine (1)
  --runs N          how many random walks (1000)
  --max-states N    after how many states the exhaustive engine gives up (10000000)
  --max-memory SIZE after how much memory, such as 500MB or 4GB (2GB)
  --timeout N       after how many seconds, for all that is verified together
  --workers N       how many threads share a large search (all cores)
  --reduce LIST     what it leaves out where that changes no verdict: symmetry, restarts-first, fold,
                    or all (nothing)
`;

/** What judges a model, within limits. */
export interface Engine {
  readonly judge: (model: Model<any, Action>, guarantee: Guarantee, watching: Watching) => Promise<Verdict>;
  /** How long it may take for all that is verified together, in seconds. */
  readonly timeout: number | undefined;
  /** The options that make it do the same again. */
  readonly asOptions: string;
}

type Values = { readonly [Option in keyof typeof engineOptions]?: string | undefined };

/** @throws UsageError when an option has a value that it cannot have. */
export const engineIn = (values: Values): Engine => {
  const seed = wholeNumber('seed', values.seed ?? '1', 0);
  const runs = wholeNumber('runs', values.runs ?? '1000', 1);
  const { asOptions, timeout, ...limits } = limitsIn(values);
  switch (values.engine ?? 'exhaustive') {
    case 'exhaustive':
      return {
        judge: (model, guarantee, { watch, clear }) =>
          verifyInParallel(model, guarantee, { ...limits, watch }).finally(clear),
        timeout,
        asOptions,
      };
    case 'random':
      return {
        // Loaded only where it is asked for, since it takes as long to load as most commands to answer.
        judge: async (model, guarantee) => {
          const { verifyByWalks } = await import('../fast-check/index.ts');
          return verifyByWalks(model, guarantee, { seed, runs });
        },
        timeout,
        asOptions: ` --engine random --seed ${seed} --runs ${runs}`,
      };
    default:
      throw new UsageError(`--engine is exhaustive or random, not "${values.engine}"`);
  }
};
