import type { Ledger, Ledgers } from '../guarantees/ledger.ts';
import type { Model } from '../model/model.ts';
import { textOf } from '../model/plain.ts';
import { fairCycleIn } from './fair-cycle.ts';
import type { Junction } from './fair-cycle.ts';
import type { Violation } from './verdict.ts';

/** A continuation, or why there is none. */
export type Continued<Action extends { readonly type: string }> = Pick<
  Violation<Action>,
  'continuation' | 'noContinuation'
>;

interface At<State> {
  readonly state: State;
  readonly ledger: Ledger;
}

/**
 * Shows what becomes of a state whose debts are never paid: the shortest path to a dead end, if there is one
 * to come to; otherwise a path to a fair cycle in a bottom strongly connected component of the graph of
 * progress, path and cycle together as short as could be found. The same state is always shown the same.
 *
 * It is only ever shown what is so: where more than `maxStates` states would have to be visited, where the
 * bound withholds a step without which no cycle is fair, or where the debts can be paid after all, there is no
 * continuation but the reason why.
 *
 * Fairness is that of Lamport's SF, for each action by itself: what is possible again and again is taken again
 * and again (L. Lamport, _Specifying Systems_, 2002, chapter 8).
 *
 * @example
 * continuationOf(model, ledgersOf(atLeastOnce), { state, ledger }).continuation?.cycle; // what goes on for ever
 */
export const continuationOf = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  ledgers: Ledgers,
  from: At<State>,
  maxStates = 20_000,
): Continued<Action> => {
  const region = regionOf(model, ledgers, from, maxStates);
  if (typeof region === 'string') return { noContinuation: region };
  const last = region.places.at(-1)!;
  if (isDeadEnd(last)) return { continuation: { path: pathTo(region, last), cycle: [] } };
  const found = fairCycleIn(region.places);
  if (found === undefined) {
    return { noContinuation: 'the bound withholds a step without which what goes on is not fair' };
  }
  const path = pathTo(region, region.places[found.start]!);
  return { continuation: { path, cycle: found.names.map((name) => region.actions[name]!) } };
};

/** A state that progress leads to. */
interface Place<State> extends Junction, At<State> {
  /** The place it was first reached from, and by which action. There is none for the first. */
  readonly reached?: { readonly from: Place<State>; readonly by: number };
}

/** Everything that progress leads to, in breadth-first order. */
interface Region<State, Action> {
  readonly places: readonly Place<State>[];
  /** Equal actions have one number, which is their name in the graph. */
  readonly actions: readonly Action[];
}

/** Visits all that progress leads to, up to the first dead end. It ends in it, if there is any. */
const regionOf = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  ledgers: Ledgers,
  start: At<State>,
  maxStates: number,
): Region<State, Action> | string => {
  const isProgress = (action: Action): boolean => model.natureOf(action) === 'progress';
  const isPaid = ({ ledger }: At<State>): boolean =>
    ledgers.owed(ledger).length === 0 || ledgers.broken(ledger) !== undefined;
  const { actions, nameOf } = naming<Action>();
  const places: Place<State>[] = [];
  const numbers = new Map<string, number>();
  const visit = ({ state, ledger }: At<State>, reached?: Place<State>['reached']): number => {
    const key = `${model.keyOf(state)}\n${ledgers.textOf(ledger)}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = places.push({ state, ledger, steps: [], due: [], ...(reached && { reached }) }) - 1;
    numbers.set(key, number);
    return number;
  };

  visit(start);
  for (const place of places) {
    if (isPaid(place)) return 'what is owed can still be paid';
    if (places.length > maxStates) return `more than ${maxStates} states would have to be visited`;
    const { state, ledger } = place;
    for (const action of model.enabled(state).filter(isProgress)) {
      const step = model.step(state, action)!;
      const by = nameOf(action);
      const next = { state: step.state, ledger: ledgers.observe(ledger, step.observations) };
      place.due.push(by);
      place.steps.push({ name: by, to: visit(next, { from: place, by }) });
    }
    place.due.push(...model.withheld(state).filter(isProgress).map(nameOf));
    if (isDeadEnd(place)) return { places: [...places.slice(0, places.indexOf(place)), place], actions };
  }
  return { places, actions };
};

/** Nothing happens by itself here, and it is not the bound that keeps it from happening. */
const isDeadEnd = ({ due }: Junction): boolean => due.length === 0;

const pathTo = <State, Action>(
  { actions }: Region<State, Action>,
  place: Place<State>,
): readonly Action[] => {
  const path: Action[] = [];
  for (let { reached } = place; reached !== undefined; { reached } = reached.from) {
    path.push(actions[reached.by]!);
  }
  return path.toReversed();
};

/** Numbers actions by what they say: an arrival by its link and the content of its packet. */
const naming = <Action>() => {
  const actions: Action[] = [];
  const names = new Map<string, number>();
  const nameOf = (action: Action): number => {
    const text = textOf(action);
    const known = names.get(text);
    if (known !== undefined) return known;
    names.set(text, actions.length);
    return actions.push(action) - 1;
  };
  return { actions, nameOf };
};
