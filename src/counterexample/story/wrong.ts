import type { Violation } from '../../explore/verdict.ts';
import { observedAs } from '../../model/effect.ts';
import { messageObservationTypes } from '../../model/observation.ts';
import type { Observation } from '../../model/observation.ts';
import type { Deed } from './deed.ts';

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

/** Whether a deed lets the outside see what breaks the promise. */
export const isWrongDeed = (deed: Deed, violation: Violation | undefined): boolean =>
  'message' in deed &&
  violation !== undefined &&
  isWrong({ type: observedAs[deed.type], message: deed.message }, violation);
