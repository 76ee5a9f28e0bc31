import type { Violation } from '../explore/verdict.ts';
import type { Model } from '../model/model.ts';

export const tellTrace = (model: Model, actions: readonly unknown[]): string =>
  JSON.stringify([model.name, actions]);
export const story = (model: Model, actions: readonly unknown[], violation: Violation): string =>
  `${violation.clause}\n${tellTrace(model, actions)}`;
