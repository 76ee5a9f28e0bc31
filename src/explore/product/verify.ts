import type { Ledgers } from '../../guarantees/ledger.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { textOf } from '../../model/plain.ts';
import { conclude } from '../conclude.ts';
import { tally } from '../tally.ts';
import type { Coverage, Verdict } from '../verdict.ts';
import { hopeless } from './hopeless.ts';
import type { Wrong } from './hopeless.ts';
import { traceTo } from './rebuild.ts';
import { brokenIn, search } from './search.ts';
import type { Limits, Request, Response, Searched } from './search.ts';
import type { Tables } from './tables.ts';

/**
 * Holds a protocol in a world against a guarantee by the interned product. It yields what is to be done next,
 * and is answered with what came of it: see `drive.ts`.
 */
export function* verification(
  model: WorldModel,
  ledgers: Ledgers,
  tables: Tables,
  counters: Int32Array,
  limits: Limits,
): Generator<Request, Verdict, Response> {
  const { guarantee } = ledgers;
  const owes = guarantee.owed !== undefined;
  const searched = yield* search(tables, counters, limits, !owes);
  const wrong =
    owes && searched.stopped === undefined
      ? yield* hopeless(model, ledgers, tables, counters, searched)
      : nearestBreach(tables, searched);
  return conclude(model, guarantee, {
    coverage: coverageOf(tables, searched),
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

/** An action stands for several outcomes, one for each state of its role: it is seen if one of them was. */
const unseenIn = ({ outcomes }: Tables, { occurred, withheld }: Searched): readonly Action[] => {
  const known = new Set(
    outcomes.flatMap(({ action }, outcome) => (occurred(outcome) > 0 ? [textOf(action)] : [])),
  );
  return outcomes.flatMap(({ action }, outcome) =>
    withheld(outcome) && !known.has(textOf(action)) ? [action] : [],
  );
};
