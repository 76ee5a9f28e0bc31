import type { MessageId, RoleName } from './message.ts';

/**
 * What happens to one message, as far as the outside can see it.
 *
 * - `submitted`  the application handed the message over
 * - `accepted`   the submitter was told: taken, from now on it is ours
 * - `confirmed`  the submitter was told: the other side has it
 * - `rejected`   the submitter was told: definitely not, and never will be
 * - `abandoned`  the submitter was told: unknown
 * - `delivered`  the message was handed to the application on the other side
 * - `settled`    the receiving side declared it finished
 */
export const messageObservationTypes = [
  'submitted',
  'accepted',
  'confirmed',
  'rejected',
  'abandoned',
  'delivered',
  'settled',
] as const;

export type MessageObservationType = (typeof messageObservationTypes)[number];

export interface MessageObservation {
  readonly type: MessageObservationType;
  readonly message: MessageId;
  readonly process: RoleName;
}

/** A process lost its memory and its timers, or came back with what its disk holds. */
export interface ProcessObservation {
  readonly type: 'crashed' | 'restarted';
  readonly process: RoleName;
}

/**
 * The one vocabulary of models, simulations and recorded histories. A guarantee sees observations and
 * nothing else, so the same guarantee judges all of them.
 */
export type Observation = MessageObservation | ProcessObservation;

/** Whether the observation is about one message. */
export const isAboutMessage = (observation: Observation): observation is MessageObservation =>
  'message' in observation;
