import { drawText } from '../counterexample/draw.ts';
import { tell } from '../counterexample/tell.ts';
import { tokenOf } from '../counterexample/token/token.ts';
import { explain, toldWhy } from '../counterexample/why/why.ts';
import type { Violation } from '../explore/verdict.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import type { Model } from '../model/model.ts';

/** A trace in words; a model that is no protocol in a world has none, so there it is plain data. */
export const tellTrace = (model: Model, actions: readonly any[]): string =>
  isWorldModel(model)
    ? `${model.name}\n${tell(model, actions)}`
    : `${model.name}\n${actions.map((action) => JSON.stringify(action)).join('\n')}`;

/**
 * A broken promise, drawn and in words, with the line that performs it again; and why, once the trace is small
 * enough for that to be of use.
 */
export const story = (
  {
    model,
    actions,
    form,
  }: { readonly model: Model; readonly actions: readonly any[]; readonly form: unknown },
  violation: Violation,
  guarantee: Guarantee,
): string => {
  const broken = `${violation.guarantee} is broken in ${actions.length} steps: ${violation.clause}`;
  if (!isWorldModel(model)) return `${broken}\n\n${tellTrace(model, actions)}\n`;
  const why = form === undefined ? undefined : explain(model, guarantee, actions, violation);
  const matters = why?.steps ?? [];
  const because = why === undefined ? '' : `\n${toldWhy(why, actions).join('\n')}\n`;
  return [
    `${broken}\n\n${drawText(model, actions, violation, { matters })}\n`,
    `${tell(model, actions, violation, { matters })}\n${because}`,
    `${reproduce(model, actions, violation)}\n`,
  ].join('\n');
};

const reproduce = (model: WorldModel, actions: readonly Action[], { guarantee }: Violation): string =>
  `Reproduce: onceproof replay ${tokenOf(model, guarantee, actions)}`;

/** Whether a model is a protocol in a world, and so can be told, drawn and written into a token. */
export const isWorldModel = (model: Model): model is WorldModel => 'protocol' in model && 'world' in model;
