import { toStringMethod } from 'fast-check';
import { shrink } from '../counterexample/shrink.ts';
import { examinerOf } from '../explore/examine.ts';
import type { Examined } from '../explore/examine.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Model } from '../model/model.ts';
import { tellTrace } from './telling.ts';

/**
 * A run of a model: the list of its actions, as plain data, with the model in which to perform them.
 *
 * @example
 * const trace = new Trace(model, [{ type: 'submit', role: 'sender', message: { id: 'm0', payload: 'hello' } }]);
 * fc.assert(fc.property(walks(model), keeps(atMostOnce)), { examples: [[trace]] });
 */
export class Trace<State = any, Action extends { readonly type: string } = any> {
  readonly model: Model<State, Action>;
  #actions: readonly Action[];
  #isUnshrunk: boolean;

  constructor(model: Model<State, Action>, actions: readonly Action[]) {
    this.model = model;
    this.#actions = actions;
    this.#isUnshrunk = false;
  }

  get actions(): readonly Action[] {
    return this.#actions;
  }

  /**
   * A trace that will shrink itself, in one go, once it is known which promise it is to break. fast-check
   * asks for smaller values without saying which property failed, and again when it replays a path; the
   * property itself knows. So the shrunk value is a promise to be the smallest, kept by `examine`.
   */
  shrinkable(): Trace<State, Action> {
    const trace = new Trace(this.model, this.#actions);
    trace.#isUnshrunk = true;
    return trace;
  }

  /** Whether this trace is to shrink itself, and has not been held against a guarantee yet. */
  get isUnshrunk(): boolean {
    return this.#isUnshrunk;
  }

  /** Holds the trace against a guarantee. */
  examine(guarantee: Guarantee): Examined<Action> {
    const examine = examiner(this.model, guarantee);
    if (this.#isUnshrunk) {
      this.#isUnshrunk = false;
      this.#actions = shrink(this.#actions, (actions) => {
        const { violation, performed } = examine(actions);
        return violation === undefined ? undefined : performed;
      }).actions;
    }
    return examine(this.#actions);
  }

  [toStringMethod](): string {
    return tellTrace(this.model, this.#actions);
  }

  toString(): string {
    return tellTrace(this.model, this.#actions);
  }

  toJSON(): readonly Action[] {
    return this.#actions;
  }
}

/** One examiner for each model and guarantee, for it remembers what it has learnt. */
const examiners = new WeakMap<Model, WeakMap<Guarantee, Examiner>>();

type Examiner = ReturnType<typeof examinerOf<any, any>>;

const examiner = (model: Model, guarantee: Guarantee): Examiner => {
  const ofModel = examiners.get(model) ?? new WeakMap<Guarantee, Examiner>();
  examiners.set(model, ofModel);
  const known = ofModel.get(guarantee) ?? examinerOf(model, guarantee);
  ofModel.set(guarantee, known);
  return known;
};
