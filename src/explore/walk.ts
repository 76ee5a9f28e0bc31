import type { Model } from '../model/model.ts';

/** Where the choices of a walk come from: a whole number from 0 to n - 1, each as likely as the others. */
export type Dice = (n: number) => number;

export interface WalkOptions {
  /** How many steps a walk takes at least, unless nothing is possible any more. */
  readonly minSteps?: number;
  /** How many steps it takes at most. */
  readonly maxSteps?: number;
}

/**
 * One random walk through a model, as the list of its actions.
 *
 * Each walk draws one of three ways to choose among what is possible: every action as likely as any other;
 * kinds of actions by weights that suit message delivery; or as a swarm, in which some kinds (the crashes of
 * one role, the losses on one link …) never happen or hardly ever. It is the mixture that finds rare bugs:
 * what one way hardly ever produces is common in another (Groce et al. 2012, swarm testing).
 *
 * @example
 * const actions = walk(compose(fireAndForget, worlds.lossy), (n) => 0);
 */
export const walk = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  dice: Dice,
  { minSteps = 60, maxSteps = 120 }: WalkOptions = {},
): readonly Action[] => {
  const steps = minSteps + dice(maxSteps - minSteps + 1);
  const choose = oneWayToChoose(dice);
  const actions: Action[] = [];
  let state = model.initial;
  while (actions.length < steps) {
    const enabled = model.enabled(state);
    if (enabled.length === 0) break;
    const action = choose(enabled);
    actions.push(action);
    state = model.step(state, action)!.state;
  }
  return actions;
};

type AnyAction = { readonly type: string; readonly role?: string; readonly link?: string };
type Choose = <Choice extends AnyAction>(enabled: readonly Choice[]) => Choice;

/** Draws one of the ways to choose; one walk keeps to it. */
export const oneWayToChoose = (dice: Dice): Choose => ways[dice(ways.length)]!(dice);

/** How often each kind of action is taken, against the others that are possible. */
const weights: Readonly<Record<string, number>> = {
  submit: 12,
  receive: 12,
  timeout: 8,
  restart: 12,
  heal: 12,
  lose: 2,
  duplicate: 12,
  crash: 8,
  partition: 2,
};
const weightOf = ({ type }: AnyAction): number => weights[type] ?? 8;

const uniformly =
  (dice: Dice): Choose =>
  (enabled) =>
    enabled[dice(enabled.length)]!;

/** A kind first, by its weight, and then any action of that kind: many cuts do not make a crash likelier. */
const byWeight =
  (dice: Dice, weigh: (action: AnyAction) => number, kindOf: (action: AnyAction) => string): Choose =>
  <Choice extends AnyAction>(enabled: readonly Choice[]): Choice => {
    const kinds = new Map<string, Choice[]>();
    for (const action of enabled) {
      const kind = kindOf(action);
      const alike = kinds.get(kind);
      if (alike === undefined) kinds.set(kind, [action]);
      else alike.push(action);
    }
    const groups = [...kinds.values()];
    const total = groups.reduce((sum, [first]) => sum + weigh(first!), 0);
    if (total === 0) return uniformly(dice)(enabled);
    let point = dice(total);
    const group = groups.find(([first]) => (point -= weigh(first!)) < 0)!;
    return group[dice(group.length)]!;
  };

/** Kinds by role and by link, so that the crashes of one role can be off while those of another are not. */
const kindAndPlace = ({ type, role, link }: AnyAction): string => `${type} ${role ?? link ?? ''}`;

const asSwarm = (dice: Dice): Choose => {
  const drawn = new Map<string, number>();
  const weigh = (action: AnyAction): number => {
    const kind = kindAndPlace(action);
    const known = drawn.get(kind);
    if (known !== undefined) return known;
    // Off, hardly ever, as usual, or far more than usual.
    const weight = [0, 1, weightOf(action), 10 * weightOf(action)][dice(4)]!;
    drawn.set(kind, weight);
    return weight;
  };
  return byWeight(dice, weigh, kindAndPlace);
};

const ways: readonly ((dice: Dice) => Choose)[] = [
  uniformly,
  (dice) => byWeight(dice, weightOf, ({ type }) => type),
  asSwarm,
];
