import type { Violation } from '../../explore/verdict.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { replay } from '../../model/trace.ts';
import { storyOf } from './story.ts';
import type { Divider, Story } from './story.ts';

/** A trace and what becomes of its debt. */
export interface Onward {
  readonly actions: readonly Action[];
  /** How many steps the trace itself has; those that are not possible where they stand are not counted. */
  readonly begun: number;
  /** How many steps it takes once, and how many then again and again. */
  readonly path: number;
  readonly cycle: number;
}

/** Goes on from a trace as its violation says. What does not go on from this trace is left out. */
export const onwardFrom = (
  model: WorldModel,
  trace: readonly Action[],
  violation: Violation | undefined,
): Onward => {
  const { path, cycle } = violation?.continuation ?? { path: [], cycle: [] };
  const begun = replay(model, trace).length;
  const actions = [...trace, ...path, ...cycle];
  const whole = begun + path.length + cycle.length;
  if (replay(model, actions).length !== whole) return { actions: trace, begun, path: 0, cycle: 0 };
  return { actions, begun, path: path.length, cycle: cycle.length };
};

/** The story of a trace and of what becomes of its debt, which is set apart from it. */
export const wholeStoryOf = (
  model: WorldModel,
  trace: readonly Action[],
  violation: Violation | undefined,
): Story & { readonly onward: Onward } => {
  const onward = onwardFrom(model, trace, violation);
  const story = storyOf(model, onward.actions, violation);
  return { ...story, onward, dividers: dividersIn(onward, story) };
};

const dividersIn = ({ begun, path, cycle }: Onward, { violation, isOver }: Story): readonly Divider[] => {
  const tooLate = 'too late: one way on from here';
  const dividers: Divider[] = [];
  if (path > 0) dividers.push({ before: begun + 1, kind: 'onward', text: tooLate });
  if (cycle > 0) {
    const text = path > 0 ? 'and then again and again' : `${tooLate}, again and again`;
    dividers.push({ before: begun + path + 1, kind: 'again', text });
  }
  const before = begun + path + cycle + 1;
  if (cycle > 0) dividers.push({ before, kind: 'for ever', text: 'and so for ever' });
  if (cycle === 0 && isOver && violation?.ending === 'standstill') {
    dividers.push({ before, kind: 'nothing', text: 'from here on nothing happens' });
  }
  return dividers;
};
