import type { Ledgers } from '../../guarantees/ledger.ts';
import type { WorldModel } from '../../model/compose.ts';
import { isNeverPaid } from '../debts.ts';
import type { At } from './components.ts';
import { payable } from './payable.ts';
import { pairsOf } from './ranges.ts';
import { stateOf } from './rebuild.ts';
import type { Crew, Request, Response, Searched } from './search.ts';
import { brokenIn } from './search.ts';
import type { Tables } from './tables.ts';
import { prospect } from './thread.ts';

/** The states nearest to the initial one in which a promise is broken. */
export interface Wrong {
  readonly depth: number | undefined;
  readonly numbers: readonly number[];
  /** In how many states only the bound keeps debts from being paid. */
  readonly undecided: number;
  readonly stopped: string | undefined;
}

/** How many times the relaxed model is asked; what is then still open is undecided. */
const mostQuestions = 10_000;

/**
 * Finds the nearest states from which debts are never paid, or in which the promise is broken for good. Where
 * only the bound might keep them from being paid, the relaxed model is asked: what it cannot pay is never
 * paid.
 */
export function* hopeless(
  model: WorldModel,
  ledgers: Ledgers,
  tables: Tables,
  crew: Crew,
  searched: Searched,
): Generator<Request, Wrong, Response> {
  const { prospects, stopped } = yield* payable(tables, crew, searched);
  if (stopped !== undefined) return { depth: undefined, numbers: [], undecided: 0, stopped };
  const isNever = neverPaid(model, ledgers);
  const isPossible = (number: number): boolean => prospects[number] === prospect.mayPay;
  let undecided = 0;
  let depth: number | undefined;
  let numbers: readonly number[] = [];
  for (const [level, ranges] of searched.levels.entries()) {
    const certain = allIn(ranges, (number) => prospects[number] === 0);
    const possible = allIn(ranges, isPossible);
    undecided += possible.length;
    if (depth !== undefined) continue;
    const never = possible.filter((number) => isNever(stateOf(tables, searched.shared, number)));
    const broken = level === searched.brokenAt ? brokenIn(tables, searched.shared, ranges) : [];
    numbers = [...certain, ...never, ...broken];
    if (numbers.length > 0) depth = level;
  }
  return { depth, numbers, undecided, stopped: undefined };
}

const allIn = (ranges: readonly number[], isWanted: (number: number) => boolean): readonly number[] => {
  const found: number[] = [];
  for (const [from, end] of pairsOf(ranges)) {
    for (let number = from; number < end; number += 1) if (isWanted(number)) found.push(number);
  }
  return found;
};

/** States that are one in the relaxed model are asked about once. */
const neverPaid = (model: WorldModel, ledgers: Ledgers): ((at: At) => boolean) => {
  const answers = new Map<string, boolean>();
  return (at) => {
    const relaxed = model.relaxed?.();
    if (relaxed === undefined) return false;
    const key = `${relaxed.model.keyOf(relaxed.from(at.state))}\n${ledgers.textOf(at.ledger)}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= mostQuestions) return false;
    const answer = isNeverPaid(model, ledgers, at);
    answers.set(key, answer);
    return answer;
  };
};
