import type { Guarantee } from '../guarantees/guarantee.ts';
import { ledgersOf } from '../guarantees/ledger.ts';
import type { WorldModel } from '../model/compose.ts';
import { conclude } from './conclude.ts';
import type { Limits, Request, Response } from './product/search.ts';
import { NotInterchangeable } from './product/symmetry.ts';
import { tablesFor } from './product/tables.ts';
import { findings } from './product/findings.ts';
import { soundFor } from './reductions.ts';
import type { Reduction } from './reductions.ts';
import type { Verdict } from './verdict.ts';

/**
 * Holds a protocol in a world against a guarantee, leaving out what was asked for where that is sound. What
 * is violated in a search that left steps out is searched again without, so that the trace is real, and a
 * shortest one: a reduction helps where a promise holds.
 */
export function* exhaustively(
  model: WorldModel,
  guarantee: Guarantee,
  limits: Limits,
  asked: readonly Reduction[],
): Generator<Request, Verdict, Response> {
  let chosen = soundFor(model, guarantee, asked);
  for (;;) {
    try {
      const verdict = yield* searched(model, guarantee, limits, chosen);
      const isExact = chosen.every((reduction) => reduction === 'symmetry');
      if (isExact || verdict.verdict !== 'violated') return verdict;
      const again = yield* searched(model, guarantee, limits, chosen.filter(isSymmetry));
      return again.verdict === 'holds' ? beyondTheBound(verdict, again) : again;
    } catch (error) {
      if (!(error instanceof NotInterchangeable)) throw error;
      chosen = chosen.filter((reduction) => !isSymmetry(reduction));
    }
  }
}

const isSymmetry = (reduction: Reduction): boolean => reduction === 'symmetry';

function* searched(
  model: WorldModel,
  guarantee: Guarantee,
  limits: Limits,
  chosen: readonly Reduction[],
): Generator<Request, Verdict, Response> {
  const explored = chosen.includes('fold') ? (model.relaxed!().model as WorldModel) : model;
  const ledgers = ledgersOf(guarantee);
  const tables = tablesFor(explored, ledgers, {
    restartsFirst: chosen.includes('restarts-first'),
    symmetric: chosen.includes('symmetry'),
  });
  const found = yield* findings(explored, ledgers, tables, limits);
  const coverage = { ...found.coverage, ...(chosen.length > 0 ? { reductions: chosen } : {}) };
  return conclude(explored, guarantee, { ...found, coverage });
}

/** Folded links know no capacity, so they may break what holds within one. */
const beyondTheBound = ({ coverage }: Verdict, bounded: Verdict): Verdict => ({
  model: bounded.model,
  guarantee: bounded.guarantee,
  engine: bounded.engine,
  bound: bounded.bound,
  coverage,
  verdict: 'unknown',
  reason: 'it holds within the capacity and is broken beyond: raise the capacity',
});
