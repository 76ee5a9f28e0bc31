import { textOf } from '../model/plain.ts';

/**
 * The actions that the bound withheld wherever they were possible: what a search never saw at all. Each once,
 * ordered by their text, so that it does not matter in which order they were met.
 */
export const neverSeen = <Action>(
  withheld: readonly Action[],
  performed: readonly Action[],
): readonly Action[] => {
  const seen = new Set(performed.map((action) => textOf(action)));
  const unseen = new Map(withheld.map((action) => [textOf(action), action]));
  return [...unseen]
    .filter(([text]) => !seen.has(text))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, action]) => action);
};
