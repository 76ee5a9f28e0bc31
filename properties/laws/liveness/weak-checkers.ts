import { stronglyConnected } from '../../../src/explore/components.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { ledgersOf } from '../../../src/guarantees/ledger.ts';
import type { Nature } from '../../../src/model/action.ts';
import type { Model } from '../../../src/model/model.ts';

/** What a checker says of a debt: `yes`, it is paid, or `no`. */
export type Answer = 'yes' | 'no';
export type Checker = (model: Model, guarantee: Guarantee) => Answer;

/** A step between two numbered nodes. The name says what it is about, the kind only of what sort it is. */
interface Edge {
  readonly to: number;
  readonly name: string;
  readonly kind: string;
  readonly nature: Nature;
}
interface Node {
  readonly owing: boolean;
  readonly steps: readonly Edge[];
}
type Counts = (edge: Edge) => boolean;

const isProgress: Counts = ({ nature }) => nature === 'progress';
const isLoss: Counts = ({ kind }) => kind.startsWith('lose');
const isDuplication: Counts = ({ kind }) => kind.startsWith('duplicate');

/** Every reachable state of a model, with what is owed in it. */
const explored = (model: Model, guarantee: Guarantee): readonly Node[] => {
  const ledgers = ledgersOf(guarantee);
  const numbers = new Map<string, number>();
  const open: { state: unknown; ledger: typeof ledgers.initial }[] = [];
  const visit = (at: (typeof open)[number]): number => {
    const key = `${model.keyOf(at.state)} ${ledgers.textOf(at.ledger)}`;
    const number = numbers.get(key) ?? open.push(at) - 1;
    numbers.set(key, number);
    return number;
  };
  visit({ state: model.initial, ledger: ledgers.initial });
  const nodes: Node[] = [];
  for (const { state, ledger } of open) {
    const steps = model.enabled(state).map((action): Edge => {
      const step = model.step(state, action)!;
      const to = visit({ state: step.state, ledger: ledgers.observe(ledger, step.observations) });
      const { type, role, link } = action as { type: string; role?: string; link?: string };
      const kind = `${type} ${role ?? link ?? ''}`;
      return { to, name: JSON.stringify(action), kind, nature: model.natureOf(action) };
    });
    nodes.push({ owing: ledgers.owed(ledger).length > 0, steps });
  }
  return nodes;
};

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

/** Whether a run of the steps that count may stay among those that owe for ever, and be fair. */
const mayOweForEver = (
  nodes: readonly Node[],
  counts: Counts,
  isFair: (nodes: readonly Node[], part: ReadonlySet<number>) => readonly number[] | true,
): boolean => {
  const graph = nodes.map(({ steps }) => ({ steps: steps.filter(counts) }));
  const isStuckIn = (places: readonly number[]): boolean =>
    stronglyConnected(graph, places).some((part) => {
      const turns = [...part].some((place) => graph[place]!.steps.some(({ to }) => part.has(to)));
      if (!turns) return false;
      const within = graph.map(({ steps }) => ({
        owing: true,
        steps: steps.filter(({ to }) => part.has(to)),
      }));
      const rest = isFair(within, part);
      return rest === true || (rest.length < part.size && isStuckIn(rest));
    });
  return isStuckIn([...nodes.keys()].filter((number) => nodes[number]!.owing));
};

const isDeadEnd = ({ owing, steps }: Node): boolean => owing && !steps.some(isProgress);

/** What is possible again and again is taken again and again; `nameOf` says what counts as the same thing. */
const strongly =
  (all: readonly Node[], nameOf: (edge: Edge) => string) =>
  (within: readonly Node[], part: ReadonlySet<number>): readonly number[] | true => {
    const taken = new Set([...part].flatMap((place) => within[place]!.steps.map(nameOf)));
    const kept = [...part].filter((place) =>
      all[place]!.steps.filter(isProgress).every((step) => taken.has(nameOf(step))),
    );
    return kept.length === part.size ? true : kept;
  };

/** What is possible without a break is taken again and again. */
const weakly =
  (all: readonly Node[]) =>
  (within: readonly Node[], part: ReadonlySet<number>): readonly number[] | true => {
    const [first = 0, ...others] = part;
    const always = all[first]!.steps.filter(isProgress).filter(({ name }) =>
      others.every((place) => all[place]!.steps.some((step) => step.name === name)),
    );
    const taken = new Set([...part].flatMap((place) => within[place]!.steps.map(({ name }) => name)));
    return always.every(({ name }) => taken.has(name)) || [];
  };

const byFairness =
  (counts: Counts, fairness: (nodes: readonly Node[]) => Parameters<typeof mayOweForEver>[2]): Checker =>
  (model, guarantee) => {
    const nodes = explored(model, guarantee);
    return nodes.some(isDeadEnd) || mayOweForEver(nodes, counts, fairness(nodes)) ? 'no' : 'yes';
  };

const answer = (yes: boolean): Answer => (yes ? 'yes' : 'no');

const perContent = (nodes: readonly Node[]) => strongly(nodes, ({ name }) => name);

/**
 * Fair in every respect: strongly to each packet by its content, losses without end, duplicates with one. Each
 * of the checkers by fairness below differs from it in one respect.
 */
export const fairly: Checker = byFairness((step) => isProgress(step) || isLoss(step), perContent);

export const everyCycle: Checker = byFairness(
  (step) => isProgress(step) || isLoss(step),
  () => () => true,
);
export const weakFairness: Checker = byFairness((step) => isProgress(step) || isLoss(step), weakly);
export const somethingArrives: Checker = byFairness(
  (step) => isProgress(step) || isLoss(step),
  (nodes) => strongly(nodes, ({ kind }) => kind),
);
export const endlessDuplication: Checker = byFairness(
  (step) => isProgress(step) || isDuplication(step),
  perContent,
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
