import type { Observation } from '../model/observation.ts';

/**
 * A run of a model, a simulation or a test as the text of a history: a line for each observation. Whoever knows that
 * nothing more can come of it adds the marks.
 *
 * @example
 * historyText([{ type: 'submitted', message: 'm0', process: 'sender' }], ['drained']);
 * // '{"type":"submitted","message":"m0","process":"sender"}\n{"type":"drained"}\n'
 */
export const historyText = (
  observations: readonly Observation[],
  marks: readonly ('draining' | 'drained' | 'ended')[] = [],
): string =>
  [...observations, ...marks.map((type) => ({ type }))].map((event) => `${JSON.stringify(event)}\n`).join('');
