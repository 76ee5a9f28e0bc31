import type { Nature } from './action.ts';
import type { Observation } from './observation.ts';

/**
 * What every engine explores: a transition system whose steps let observations be seen. `compose` makes one
 * of a protocol and a world; an abstract specification may be written as one directly.
 */
export interface Model<State = any, Action extends { readonly type: string } = any> {
  readonly name: string;
  readonly initial: State;
  /** The actions possible in a state, always in the same order. */
  readonly enabled: (state: State) => readonly Action[];
  /** Performs an action; nothing comes back when it is not possible in that state. Pure. */
  readonly step: (state: State, action: Action) => Step<State> | undefined;
  /** The actions that only a bound of the exploration keeps from happening in a state. */
  readonly withheld: (state: State) => readonly Action[];
  readonly natureOf: (action: Action) => Nature;
  /** A text that two states share exactly when they are equal. */
  readonly keyOf: (state: State) => string;
  /**
   * A model without the bound that can do whatever this one could if it had none, and perhaps more: what it
   * can never reach from a state, this one cannot either.
   */
  readonly relaxed?: () => Relaxed<State, Action>;
  /** The bounds of the exploration, in words: they stand beside every verdict. */
  readonly bound: string;
}

export interface Step<State> {
  readonly state: State;
  readonly observations: readonly Observation[];
}

export interface Relaxed<State, Action extends { readonly type: string }> {
  readonly model: Model<State, Action>;
  /** The state of the relaxed model that stands for one of the bounded model. */
  readonly from: (state: State) => State;
}
