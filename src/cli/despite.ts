import type { Guarantee } from '../guarantees/guarantee.ts';
import { ledgersOf } from '../guarantees/ledger.ts';
import type { Action } from '../model/action.ts';
import { isLeft } from '../model/budget.ts';
import type { Faults } from '../model/budget.ts';
import type { WorldModel } from '../model/compose.ts';
import type { Model } from '../model/model.ts';
import type { Observation } from '../model/observation.ts';
import { textOf } from '../model/plain.ts';
import type { WorldState } from '../model/setting.ts';

/** A fault in spite of which something may happen. */
export interface Fault {
  readonly name: string;
  readonly type: Action['type'];
  /** What gives a world some of it. */
  readonly option: string;
  /** As in "every message is delivered, although …". */
  readonly clause: string;
  /** Whether it can strike at all. */
  readonly isPossible: (budgets: Faults) => boolean;
}

/** The faults that strike of themselves, in the words of an option. */
export const faults: readonly Fault[] = [
  {
    name: 'loss',
    type: 'lose',
    option: '--losses',
    clause: 'a packet is lost',
    isPossible: ({ losses }) => isLeft(losses),
  },
  {
    name: 'duplicate',
    type: 'duplicate',
    option: '--duplicates',
    clause: 'a packet is duplicated',
    isPossible: ({ duplicates }) => isLeft(duplicates),
  },
  {
    name: 'crash',
    type: 'crash',
    option: '--crashes',
    clause: 'a role crashes',
    isPossible: ({ crashes }) => crashes.some(isLeft),
  },
  {
    name: 'partition',
    type: 'partition',
    option: '--partitions',
    clause: 'a link is cut off',
    isPossible: ({ partitions }) => isLeft(partitions),
  },
];

interface Waiting {
  readonly state: WorldState;
  /** The faults that are still to strike. */
  readonly still: readonly Fault[];
  /** What could be observed so far, as long as any of them is. */
  readonly held: readonly Observation[];
}

/**
 * A model in which what never happens can only be seen to happen once certain faults have struck. A guarantee
 * sees observations alone, and most faults are none; so observations are held back until then.
 *
 * A fault that strikes when it has happened already does not count: nothing is done in spite of it.
 */
export const despite = (
  model: WorldModel,
  wanted: readonly Fault[],
  never: Guarantee,
): Model<Waiting, Action> => {
  const ledgers = ledgersOf(never);
  const hasHappened = (observations: readonly Observation[]): boolean =>
    ledgers.broken(ledgers.observe(ledgers.initial, observations)) !== undefined;
  return {
    name: model.name,
    bound: model.bound,
    natureOf: model.natureOf,
    initial: { state: model.initial, still: wanted, held: [] },
    enabled: ({ state }) => model.enabled(state),
    withheld: ({ state }) => model.withheld(state),
    keyOf: ({ state, still, held }) =>
      `${still.map(({ name }) => name)} ${textOf(held)} ${model.keyOf(state)}`,
    step: ({ state, still, held }, action) => {
      const step = model.step(state, action);
      if (step === undefined) return undefined;
      if (still.length === 0) return { ...step, state: { state: step.state, still, held } };
      const observations = [...held, ...step.observations];
      const left = still.filter(({ type }) => type !== action.type);
      if (left.length > 0 || hasHappened(observations)) {
        const counted = hasHappened(observations) ? still : left;
        return { state: { state: step.state, still: counted, held: observations }, observations: [] };
      }
      return { state: { state: step.state, still: left, held: [] }, observations };
    },
  };
};
