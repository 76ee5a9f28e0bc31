import type { Violation } from '../../explore/verdict.ts';
import { messageObservationTypes } from '../../model/observation.ts';
import type { Observation } from '../../model/observation.ts';

/**
 * Whether an observation is of the kind that breaks the promise: about the message in question, and the
 * first that the clause names, as the delivery in `m0 is delivered twice`.
 */
export const isWrong = (
  seen: Pick<Observation, 'type'> & { readonly message?: string },
  { message, clause }: Violation,
): boolean => {
  if (seen.message === undefined) return false;
  const named = clause.split(' ').find((word) => messageObservationTypes.some((type) => type === word));
  return (message === undefined || seen.message === message) && (named === undefined || seen.type === named);
};
