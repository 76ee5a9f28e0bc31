import type { Observation } from '../model/observation.ts';

/** Counts how often each kind of action and each kind of observation occurred. */
export const tally = () => {
  const counts: Record<string, number> = {};
  const add = (type: string): void => {
    counts[type] = (counts[type] ?? 0) + 1;
  };
  return {
    counts: counts as Readonly<Record<string, number>>,
    count: (action: string, observations: readonly Observation[]): void => {
      add(action);
      for (const { type } of observations) add(type);
    },
  };
};
