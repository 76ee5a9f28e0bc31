import type { Ledger } from '../../guarantees/ledger.ts';
import type { Action } from '../../model/action.ts';
import type { Observation } from '../../model/observation.ts';
import type { WorldState } from '../../model/setting.ts';
import type { Zone } from './zone.ts';

/** A point of a run: the state, what the guarantees know by then, and the step that led there. */
export interface Point {
  readonly state: WorldState;
  /** By guarantee. */
  readonly ledgers: readonly Ledger[];
  readonly steps: number;
  /** What is known of time, where it is kept. */
  readonly zone?: Zone;
  readonly reached?: {
    readonly before: Point;
    readonly action: Action;
    readonly observations: readonly Observation[];
  };
}

/** How a run came to its end. */
export type Ending =
  /** Nothing can happen any more. */
  | 'standstill'
  /** Nothing is owed, and for some rounds nothing could be observed. */
  | 'quiet'
  /** It goes on, and was left after many rounds. */
  | 'restless'
  /** It goes on, and was left before it had been waited for as long as it should: nothing can be said. */
  | 'left';

/** What became of a run once no more faults struck, and in how many rounds. */
export interface Drained {
  readonly end: Point;
  readonly ending: Ending;
  readonly rounds: number;
}

/** All points of a run, from its start. */
export const pointsTo = (end: Point): readonly Point[] => {
  const points = [end];
  for (let at = end.reached; at !== undefined; at = at.before.reached) points.push(at.before);
  return points.toReversed();
};

/** The steps that lead to a point, in order. */
export const pathTo = (end: Point): readonly NonNullable<Point['reached']>[] =>
  pointsTo(end).flatMap(({ reached }) => (reached === undefined ? [] : [reached]));

export const actionsTo = (end: Point): readonly Action[] => pathTo(end).map(({ action }) => action);

export const observationsTo = (end: Point): readonly Observation[] =>
  pathTo(end).flatMap(({ observations }) => observations);
