import type { Observation } from '../model/observation.ts';
import type { Coverage } from './verdict.ts';

/** Counts what occurs: each kind of action, each kind of observation, and the messages submitted. */
export const tally = () => {
  const counts: Record<string, number> = {};
  const submitted = new Set<string>();
  const add = (type: string): void => {
    counts[type] = (counts[type] ?? 0) + 1;
  };
  return {
    count: (action: string, observations: readonly Observation[]): void => {
      add(action);
      for (const seen of observations) {
        add(seen.type);
        if (seen.type === 'submitted') submitted.add(seen.message);
      }
    },
    total: (): Pick<Coverage, 'occurred' | 'messages'> => ({ occurred: counts, messages: submitted.size }),
  };
};
