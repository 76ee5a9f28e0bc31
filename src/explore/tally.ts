import type { Observation } from '../model/observation.ts';
import type { Coverage } from './verdict.ts';

/** Counts what occurs: each kind of action, each kind of observation, and the messages submitted. */
export const tally = () => {
  const counts: Record<string, number> = {};
  const submitted = new Set<string>();
  const add = (type: string, times: number): void => {
    counts[type] = (counts[type] ?? 0) + times;
  };
  return {
    count: (action: string, observations: readonly Observation[], times = 1): void => {
      if (times === 0) return;
      add(action, times);
      for (const seen of observations) {
        add(seen.type, times);
        if (seen.type === 'submitted') submitted.add(seen.message);
      }
    },
    total: (): Pick<Coverage, 'occurred' | 'messages'> => ({ occurred: counts, messages: submitted.size }),
  };
};
