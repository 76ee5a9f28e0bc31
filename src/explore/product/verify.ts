import type { Ledgers } from '../../guarantees/ledger.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { textOf } from '../../model/plain.ts';
import { conclude } from '../conclude.ts';
import { tally } from '../tally.ts';
import type { Reduction } from '../reductions.ts';
import type { Coverage, Verdict } from '../verdict.ts';
import { hopeless } from './hopeless.ts';
import type { Wrong } from './hopeless.ts';
import { integers } from './heap.ts';
import { permutationsOf, renamed } from './permutations.ts';
import { traceTo } from './rebuild.ts';
import { brokenIn, search } from './search.ts';
import type { Limits, Request, Response, Searched } from './search.ts';
import type { Tables } from './tables.ts';
import { counter } from './thread.ts';

/**
 * Holds a protocol in a world against a guarantee by the interned product. It yields what is to be done next,
 * and is answered with what came of it: see `drive.ts`.
 */
export function* verification(
  model: WorldModel,
  ledgers: Ledgers,
  tables: Tables,
  limits: Limits,
  reductions: readonly Reduction[],
): Generator<Request, Verdict, Response> {
  const { guarantee } = ledgers;
  const crew = { shape: tables.shape, counters: integers(counter.length) };
  const owes = guarantee.owed !== undefined;
  const searched = yield* search(tables, crew, limits, !owes);
  const wrong =
    owes && searched.stopped === undefined
      ? yield* hopeless(model, ledgers, tables, crew, searched)
      : nearestBreach(tables, searched);
  return conclude(model, guarantee, {
    coverage: { ...coverageOf(tables, searched), ...(reductions.length > 0 ? { reductions } : {}) },
    stopped: wrong.stopped,
    trace:
      wrong.depth === undefined
        ? undefined
        : traceTo(model, ledgers, tables, searched, wrong.depth, wrong.numbers),
    undecided: wrong.undecided,
    unseen: unseenIn(tables, searched),
  });
}

const nearestBreach = (tables: Tables, { shared, levels, brokenAt, stopped }: Searched): Wrong => ({
  depth: brokenAt,
  numbers: brokenAt === undefined ? [] : brokenIn(tables, shared, levels[brokenAt]!),
  undecided: 0,
  stopped,
});

const coverageOf = ({ outcomes }: Tables, { progress, occurred, withheld }: Searched): Coverage => {
  const counts = tally();
  outcomes.forEach(({ action, observations }, outcome) =>
    counts.count(action.type, observations, occurred(outcome)),
  );
  const { states, transitions, depth } = progress;
  return {
    states,
    transitions,
    depth,
    ...counts.total(),
    withheld: outcomes.some((_, outcome) => withheld(outcome)),
  };
};

/**
 * An action stands for several outcomes, one for each state of its role: it is seen if one of them was. Where
 * messages are interchangeable it is seen, too, if it was under another name.
 */
const unseenIn = ({ outcomes, shape }: Tables, { occurred, withheld }: Searched): readonly Action[] => {
  const renamings = shape.symmetric ? permutationsOf(shape.messages) : [];
  const seen = outcomes.flatMap(({ action }, outcome) => (occurred(outcome) > 0 ? [action] : []));
  const alike = seen.flatMap((action) => renamings.map((renaming) => renamed(action, renaming)));
  const known = new Set([...seen, ...alike].map((action) => textOf(action)));
  return outcomes.flatMap(({ action }, outcome) =>
    withheld(outcome) && !known.has(textOf(action)) ? [action] : [],
  );
};
