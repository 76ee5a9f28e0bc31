import type { Verdict } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, inOrder, strictlyInOrder } from '../../guarantees/index.ts';
import { seen } from '../../guarantees/guarantee.ts';
import { worlds } from '../../model/world.ts';
import type { World } from '../../model/world.ts';
import type { Implementation } from '../implementation.ts';
import { simulateAll } from './simulate.ts';
import type { SimulateOptions } from './simulate.ts';

type Account = 'unheard of' | 'submitted' | 'over';

/**
 * What links without faults have to bring about even at most once: everything submitted arrives, unless it is
 * rejected. Without it, code that does nothing at all would keep every promise that it makes.
 */
export const arrival: Guarantee<Account> = {
  name: 'arrival',
  sentence: 'Every submitted message is delivered in the end, unless it is rejected.',
  formula: '□ ∀m: submitted(m) ↝ delivered(m) ∨ rejected(m)',
  scope: 'message',
  opening: 'unheard of',
  observe: (account, { type }) =>
    type === 'delivered' || type === 'rejected'
      ? 'over'
      : account === 'unheard of' && type === 'submitted'
        ? 'submitted'
        : account,
  owed: (account) => (account === 'submitted' ? 'was submitted and is never delivered' : undefined),
  needs: ['submitted'],
  accepts: [seen(), seen('submitted m0', 'delivered m0'), seen('submitted m0', 'rejected m0')],
  refuses: [seen('submitted m0'), seen('submitted m0', 'accepted m0')],
};

/** The guarantees that an implementation is measured by, how often first, and then in which order. */
export const measured: readonly Guarantee[] = [
  arrival,
  atMostOnce,
  atLeastOnce,
  exactlyOnce,
  inOrder,
  strictlyInOrder,
];

/** The worlds of a ladder, from the calmest up: each adds one kind of fault to the calm one, the last all. */
export const ladder: readonly World[] = [
  worlds.calm,
  worlds.reordering,
  worlds.duplicating,
  worlds.lossy,
  worlds.partitioned,
  worlds.crashing,
  worlds.hostile,
];

export interface MeasureOptions extends SimulateOptions {
  readonly worlds?: readonly World[];
}

/** Which guarantee an implementation really gives, world by world: its own row of the matrix. */
export interface Measurement {
  readonly implementation: string;
  readonly worlds: readonly World[];
  readonly guarantees: readonly Guarantee[];
  /** By world, by guarantee. */
  readonly verdicts: readonly (readonly Verdict[])[];
}

/**
 * Measures what an implementation guarantees, whatever it claims: every guarantee, in every world of a ladder.
 *
 * @throws ImplementationError when the code is no implementation
 * @example
 * console.log(measurementInWords(await measure(queue), exactlyOnce));
 */
export const measure = async (
  implementation: Implementation,
  { worlds: around = ladder, ...options }: MeasureOptions = {},
): Promise<Measurement> => {
  const verdicts: (readonly Verdict[])[] = [];
  for (const world of around) {
    verdicts.push(await simulateAll(implementation, world, measured, options));
  }
  return { implementation: implementation.name, worlds: around, guarantees: measured, verdicts };
};
