import type { Ledgers } from '../../guarantees/ledger.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { renamed } from '../../model/naming.ts';
import type { Findings } from '../conclude.ts';
import { tally } from '../tally.ts';
import { neverSeen } from '../unseen.ts';
import type { Coverage } from '../verdict.ts';
import { hopeless } from './hopeless.ts';
import type { Wrong } from './hopeless.ts';
import { integers } from './heap.ts';
import { permutationsOf } from './permutations.ts';
import { traceTo } from './rebuild.ts';
import { brokenIn, search } from './search.ts';
import type { Limits, Request, Response, Searched } from './search.ts';
import type { Tables } from './tables.ts';
import { counter } from './thread.ts';

/**
 * Explores a protocol in a world by the interned product. It yields what is to be done next, and is answered
 * with what came of it: see `drive.ts`.
 */
export function* findings(
  model: WorldModel,
  ledgers: Ledgers,
  tables: Tables,
  limits: Limits,
): Generator<Request, Findings<Action>, Response> {
  const owes = ledgers.guarantee.owed !== undefined;
  const crew = { shape: tables.shape, counters: integers(counter.length) };
  const searched = yield* search(tables, crew, limits, !owes);
  const { depth, numbers, undecided, stopped } =
    owes && searched.stopped === undefined
      ? yield* hopeless(model, ledgers, tables, crew, searched)
      : nearestBreach(tables, searched);
  return {
    coverage: coverageOf(tables, searched),
    stopped,
    trace: depth === undefined ? undefined : traceTo(model, ledgers, tables, searched, depth, numbers),
    undecided,
    unseen: unseenIn(tables, searched),
  };
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
  const actionsOf = (isWanted: (outcome: number) => boolean): readonly Action[] =>
    outcomes.flatMap(({ action }, outcome) => (isWanted(outcome) ? [action] : []));
  const seen = actionsOf((outcome) => occurred(outcome) > 0);
  const alike = seen.flatMap((action) => renamings.map((renaming) => renamed(action, renaming)));
  return neverSeen(actionsOf(withheld), [...seen, ...alike]);
};
