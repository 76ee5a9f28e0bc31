import { stronglyConnected } from '../../../src/explore/strongly-connected.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import type { Model } from '../../../src/model/model.ts';
import { explored, isDuplication, isLoss, isProgress } from './explored.ts';
import type { Counts, Edge, Node } from './explored.ts';

/** What a checker says of a debt: `yes`, it is paid, or `no`. */
export type Answer = 'yes' | 'no';
export type Checker = (model: Model, guarantee: Guarantee) => Answer;

/** Whether some way from each node that owes, of the steps that count, comes to one that does not. */
const canAlwaysPay = (nodes: readonly Node[], counts: Counts): boolean => {
  const pays = nodes.map(({ owing }) => !owing);
  for (let changed = true; changed;) {
    changed = false;
    nodes.forEach(({ steps }, number) => {
      if (pays[number] || !steps.some((step) => counts(step) && pays[step.to])) return;
      pays[number] = true;
      changed = true;
    });
  }
  return pays.every(Boolean);
};

/**
 * What a fair run owes a part of a graph: the places of the part that it may come to again and again. When
 * that is all of them, it may stay in the part for ever.
 */
type Fairness = (
  part: ReadonlySet<number>,
  stepsWithin: (place: number) => readonly Edge[],
) => readonly number[];

/** Whether a run of the steps that count may stay among those that owe for ever, and be fair. */
const mayOweForEver = (nodes: readonly Node[], counts: Counts, fairness: Fairness): boolean => {
  const graph = nodes.map(({ steps }) => ({ steps: steps.filter(counts) }));
  const mayStayIn = (places: readonly number[]): boolean =>
    stronglyConnected(graph, places).some((part) => {
      const stepsWithin = (place: number) => graph[place]!.steps.filter(({ to }) => part.has(to));
      if (![...part].some((place) => stepsWithin(place).length > 0)) return false;
      const kept = fairness(part, stepsWithin);
      return kept.length === part.size || mayStayIn(kept);
    });
  return mayStayIn([...nodes.keys()].filter((number) => nodes[number]!.owing));
};

const isDeadEnd = ({ owing, steps }: Node): boolean => owing && !steps.some(isProgress);

/** What is possible again and again is taken again and again; `nameOf` says what counts as the same thing. */
const strongly =
  (
    nodes: readonly Node[],
    nameOf: (step: Pick<Edge, 'name' | 'kind'>) => string,
    isMeant = isAny,
  ): Fairness =>
  (part, stepsWithin) => {
    const taken = new Set([...part].flatMap((place) => stepsWithin(place).map(nameOf)));
    return [...part].filter((place) =>
      nodes[place]!.possible.filter(isMeant).every((step) => taken.has(nameOf(step))),
    );
  };

/** What is possible without a break is taken again and again. */
const weakly =
  (nodes: readonly Node[]): Fairness =>
  (part, stepsWithin) => {
    const [first = 0, ...others] = part;
    const always = nodes[first]!.possible.filter(({ name }) =>
      others.every((place) => nodes[place]!.possible.some((step) => step.name === name)),
    );
    const taken = new Set([...part].flatMap((place) => stepsWithin(place).map(({ name }) => name)));
    return always.every(({ name }) => taken.has(name)) ? [...part] : [];
  };

const isAny: (step: Pick<Edge, 'kind'>) => boolean = () => true;
const isOfAProcess = ({ kind }: Pick<Edge, 'kind'>): boolean => /^(timeout|restart|resume|heal) /.test(kind);

/** Strongly to each packet by its content, weakly to timers, restarts and answers: as a world is. */
const asInWorlds = (nodes: readonly Node[]): Fairness => {
  const toPackets = strongly(
    nodes,
    ({ name }) => name,
    (step) => !isOfAProcess(step),
  );
  const toAll = weakly(nodes);
  return (part, stepsWithin) => {
    const kept = toPackets(part, stepsWithin);
    return kept.length === part.size ? toAll(part, stepsWithin) : kept;
  };
};

const byFairness =
  (counts: Counts, fairness: (nodes: readonly Node[]) => Fairness): Checker =>
  (model, guarantee) => {
    const nodes = explored(model, guarantee);
    return nodes.some(isDeadEnd) || mayOweForEver(nodes, counts, fairness(nodes)) ? 'no' : 'yes';
  };

const answer = (yes: boolean): Answer => (yes ? 'yes' : 'no');

/**
 * Fair exactly as a world is, but for the states in which: losses may go on for ever, duplicates may not. Each
 * of the checkers by fairness below differs from it in one respect.
 */
export const fairly: Checker = byFairness((step) => isProgress(step) || isLoss(step), asInWorlds);

export const everyCycle: Checker = byFairness(
  (step) => isProgress(step) || isLoss(step),
  () => (part) => [...part],
);
export const weakFairness: Checker = byFairness((step) => isProgress(step) || isLoss(step), weakly);
export const somethingArrives: Checker = byFairness(
  (step) => isProgress(step) || isLoss(step),
  (nodes) => strongly(nodes, ({ kind }) => kind),
);
export const endlessDuplication: Checker = byFairness(
  (step) => isProgress(step) || isDuplication(step),
  asInWorlds,
);

export const deadEndsOnly: Checker = (model, guarantee) =>
  answer(!explored(model, guarantee).some(isDeadEnd));

export const somewherePays: Checker = (model, guarantee) => {
  const nodes = explored(model, guarantee);
  const owing = nodes.some((node) => node.owing);
  const paid = nodes.some((node) => node.owing && node.steps.some(({ to }) => !nodes[to]!.owing));
  return answer(!owing || paid);
};

export const helpfulFaults: Checker = (model, guarantee) =>
  answer(canAlwaysPay(explored(model, guarantee), (step) => isProgress(step) || step.nature === 'fault'));

export const certainSubmissions: Checker = (model, guarantee) =>
  answer(canAlwaysPay(explored(model, guarantee), (step) => isProgress(step) || step.nature === 'choice'));

/** Every run pays within so many steps. */
export const within =
  (most: number): Checker =>
  (model, guarantee) => {
    const nodes = explored(model, guarantee);
    const pays = (number: number, left: number): boolean => {
      const { owing, steps } = nodes[number]!;
      const onward = steps.filter(isProgress);
      return !owing || (left > 0 && onward.length > 0 && onward.every(({ to }) => pays(to, left - 1)));
    };
    return answer([...nodes.keys()].every((number) => pays(number, most)));
  };

/** Nothing is amiss that shows within so many steps of the beginning. */
export const noDeeperThan =
  (most: number): Checker =>
  (model, guarantee) => {
    const nodes = explored(model, guarantee);
    let near = new Set([0]);
    for (let depth = 0; depth < most; depth += 1) {
      near = new Set([...near, ...[...near].flatMap((number) => nodes[number]!.steps.map(({ to }) => to))]);
    }
    return answer(![...near].some((number) => isDeadEnd(nodes[number]!)));
  };
