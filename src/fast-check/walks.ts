import { Arbitrary, Stream, Value } from 'fast-check';
import type { Random } from 'fast-check';
import { withoutMessage } from '../counterexample/rename.ts';
import { walk } from '../explore/walk.ts';
import type { WalkOptions } from '../explore/walk.ts';
import type { Model } from '../model/model.ts';
import { Trace } from './trace.ts';

/**
 * Random runs of a model, as an arbitrary of fast-check.
 *
 * A failing run is shrunk in one go: `numShrinks` is 1, and `seed` and `path` replay it exactly. fast-check's
 * bias towards small values is ignored, for a walk has none. With a predicate other than `keeps`, shrinking
 * goes step by step instead.
 *
 * @param model what `compose` makes of a protocol and a world, or any other `Model`
 * @param options how many steps a walk takes: from 60 to 120 unless told otherwise
 * @throws RangeError when the walks could have no steps
 * @example
 * fc.assert(fc.property(walks(compose(protocols.exactlyOnce, worlds.hostile)), keeps(atMostOnce)));
 */
export const walks = <State, Action extends { readonly type: string }>(
  model: Model<State, Action>,
  options: WalkOptions = {},
): Arbitrary<Trace<State, Action>> => new Walks(model, options);

class Walks<State, Action extends { readonly type: string }> extends Arbitrary<Trace<State, Action>> {
  readonly #model: Model<State, Action>;
  readonly #options: WalkOptions;

  constructor(model: Model<State, Action>, options: WalkOptions) {
    super();
    const { minSteps = 60, maxSteps = 120 } = options;
    if (!(minSteps >= 1 && maxSteps >= minSteps)) {
      throw new RangeError(`a walk cannot have from ${minSteps} to ${maxSteps} steps`);
    }
    this.#model = model;
    this.#options = { minSteps, maxSteps };
  }

  override generate(random: Random): Value<Trace<State, Action>> {
    const actions = walk(this.#model, (n) => (n === 1 ? 0 : random.nextInt(0, n - 1)), this.#options);
    return new Value(new Trace(this.#model, actions), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Trace<State, Action> {
    return value instanceof Trace;
  }

  /** First the trace that shrinks itself; then, for predicates that never ask it to, one step at a time. */
  override shrink(value: Trace<State, Action>, context: unknown): Stream<Value<Trace<State, Action>>> {
    if (context === 'shrunk' && !value.isUnshrunk) return Stream.nil();
    const smaller = new Stream(this.#smaller(value.actions));
    if (context !== undefined) return smaller;
    return Stream.of(new Value(value.shrinkable(), 'shrunk')).join(smaller);
  }

  *#smaller(actions: readonly Action[]): Generator<Value<Trace<State, Action>>> {
    for (const candidate of [
      ...withoutMessage(actions),
      ...actions.map((_, index) => actions.toSpliced(index, 1)),
    ]) {
      yield new Value(new Trace(this.#model, candidate), 'step');
    }
  }
}
