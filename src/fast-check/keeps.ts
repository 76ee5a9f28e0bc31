import { pre } from 'fast-check';
import type { Violation } from '../explore/verdict.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Model } from '../model/model.ts';
import { story } from './telling.ts';
import type { Trace } from './trace.ts';

/** A run that breaks a guarantee. Its message is the story, drawn and in words. */
export class GuaranteeBroken extends Error {
  override readonly name = 'GuaranteeBroken';
  /** In which model. */
  readonly model: Model;
  readonly violation: Violation;
  /** The actions of the run: plain data. */
  readonly trace: readonly unknown[];

  constructor(trace: Trace, violation: Violation, guarantee: Guarantee) {
    super(story(trace, violation, guarantee));
    this.model = trace.model;
    this.violation = violation;
    this.trace = trace.actions;
  }
}

/**
 * The property that a run keeps a guarantee: that nothing breaks it for good, and that what is owed at the
 * end of the run can still be paid once no more faults strike.
 *
 * A run of which that cannot be decided within the bound counts as discarded (`fc.pre`), never as passed.
 *
 * @throws GuaranteeBroken when the run does not keep it
 * @example
 * fc.assert(fc.property(walks(model), keeps(atLeastOnce)), { seed: 42, numRuns: 1000 });
 */
export const keeps =
  (guarantee: Guarantee) =>
  (trace: Trace): void => {
    const { violation, undecided } = trace.examine(guarantee);
    if (violation !== undefined) throw new GuaranteeBroken(trace, violation, guarantee);
    pre(!undecided);
  };
