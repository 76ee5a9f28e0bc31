import { StillToCome } from '../../model/errors.ts';

/** A value, or a promise of one: code that answers at once is not made to wait. */
export type Sooner<T> = T | Promise<T>;

export const isLater = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

/** Goes on with a value: at once if it is there, later if it is still to come. */
export const thenDo = <T, Next>(value: Sooner<T>, next: (value: T) => Sooner<Next>): Sooner<Next> =>
  isLater(value) ? (value as Promise<T>).then(next) : next(value as T);

/**
 * Takes steps of running code until they are through: where an answer is still to come it is awaited, and
 * the steps are taken again, this time with the answer at hand.
 *
 * @param steps what to do: without consequences of its own until it is through
 * @throws whatever the steps throw, or the code where it should have answered
 * @example
 * const found = await throughout(() => examine(actions));
 */
export const throughout = async <T>(steps: () => T): Promise<T> => soon(steps);

/** The same, at once where nothing is still to come. */
export const soon = <T>(steps: () => T): Sooner<T> => {
  try {
    return steps();
  } catch (error) {
    if (!(error instanceof StillToCome)) throw error;
    return error.answered.then(() => soon(steps));
  }
};
