import { toStringMethod } from 'fast-check';
import { shrink } from '../counterexample/shrink.ts';
import { breakerOf, examinerOf } from '../explore/examine.ts';
import type { Examined } from '../explore/examine.ts';
import { normalForm } from '../explore/normal-form.ts';
import type { NormalForm } from '../explore/normal-form.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Model } from '../model/model.ts';
import { tellTrace } from './telling.ts';

/**
 * A run of a model: the list of its actions, as plain data, with the model in which to perform them.
 *
 * @example
 * const model = compose(protocols.atMostOnce, worlds.hostile);
 * const trace = new Trace(model, [{ type: 'submit', role: 'sender', message: { id: 'm0', payload: 'hello' } }]);
 * fc.assert(fc.property(walks(model), keeps(atMostOnce)), { examples: [[trace]] });
 */
export class Trace<State = any, Action extends { readonly type: string } = any> {
  readonly model: Model<State, Action>;
  #actions: readonly Action[];
  #isUnshrunk: boolean;
  #shrunk:
    | { readonly form: NormalForm<Action>; readonly of: Guarantee; readonly examined: Examined<Action> }
    | undefined;

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

  /** Once it has shrunk itself: what is known of traces that are shorter still. */
  get form(): NormalForm<Action> | undefined {
    return this.#shrunk?.form;
  }

  /** Holds the trace against a guarantee. One that is to shrink itself does so when it breaks it. */
  examine(guarantee: Guarantee): Examined<Action> {
    if (this.#shrunk?.of === guarantee) return this.#shrunk.examined;
    const examine = examiner(this.model, guarantee);
    const examined = examine(this.#actions);
    if (!this.#isUnshrunk || examined.violation === undefined) return examined;
    this.#isUnshrunk = false;
    const { actions } = shrink(examined.performed, breakerOf(this.model, guarantee));
    const form = normalForm(this.model, guarantee, actions);
    // Examined as if for the first time: what is said of it must not depend on what was seen before.
    const anew = examinerOf(this.model, guarantee)(form.trace);
    this.#shrunk = { form, of: guarantee, examined: anew };
    this.#actions = form.trace;
    return anew;
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
