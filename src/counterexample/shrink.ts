import { withoutMessage } from './rename.ts';

/** What came of shrinking. */
export interface Shrunk<Action> {
  readonly actions: readonly Action[];
  /** How many candidates were performed. */
  readonly evaluations: number;
}

/** Performs actions, skipping what is not possible, and returns what was performed if it still breaks the promise. */
export type Breaks<Action> = (actions: readonly Action[]) => readonly Action[] | undefined;

interface AnyAction {
  readonly type: string;
  readonly role?: string;
  readonly cut?: number;
  readonly event?: { readonly type: string };
}

/** Up to this many actions, combinations of two changes are few enough to try. */
const fewActions = 16;
/** Beyond this many effects the later cuts of an answer are not tried. */
const mostCuts = 8;

/**
 * Makes a trace that breaks a promise as small as it can, in one go.
 *
 * Whole messages are taken out first, and the others renamed as if those had never been; then stretches of
 * actions, single actions, and pairs of them; then crashes go, or cut elsewhere or earlier. What is no
 * longer possible after a removal is skipped, not refused, so one removal takes its consequences with it. A
 * candidate is kept when it is smaller and still breaks the same promise; it is over when none is.
 *
 * @example
 * shrink(trace, (actions) => { const { violation, performed } = examine(actions); return violation && performed; });
 */
export const shrink = <Action extends { readonly type: string }>(
  actions: readonly Action[],
  breaks: Breaks<Action>,
): Shrunk<Action> => {
  const shrinking = shrinkingOf(actions);
  let asked = shrinking.next();
  while (!asked.done) asked = shrinking.next(breaks(asked.value));
  return asked.value;
};

/** The same for whoever needs time to perform a candidate: it is asked for one candidate after the other. */
export function* shrinkingOf<Action extends { readonly type: string }>(
  actions: readonly Action[],
): Generator<readonly Action[], Shrunk<Action>, readonly Action[] | undefined> {
  let best = (yield actions) ?? actions;
  let evaluations = 1;
  let improved = true;
  while (improved) {
    improved = false;
    for (const candidate of candidatesOf(best)) {
      evaluations += 1;
      const performed = yield candidate;
      if (performed === undefined || !isSmaller(performed, best)) continue;
      best = performed;
      improved = true;
      break;
    }
  }
  return { actions: best, evaluations };
}

/** Fewer steps; among as many, fewer faults, then fewer messages, then earlier cuts. */
export const sizeOf = (actions: readonly AnyAction[]): readonly number[] => [
  actions.length,
  actions.filter(({ type }) => faults.has(type)).length,
  actions.filter(({ type, event }) => type === 'submit' || event?.type === 'submit').length,
  actions.reduce((sum, { cut }) => sum + (cut ?? 0), 0),
];

const faults: ReadonlySet<string> = new Set(['lose', 'duplicate', 'crash', 'pause', 'partition', 'reset']);

const isSmaller = (a: readonly AnyAction[], b: readonly AnyAction[]): boolean => {
  const [left, right] = [sizeOf(a), sizeOf(b)];
  const first = left.findIndex((size, index) => size !== right[index]);
  return first >= 0 && left[first]! < right[first]!;
};

function* candidatesOf<Action extends AnyAction>(actions: readonly Action[]): Generator<readonly Action[]> {
  yield* withoutMessage(actions);
  yield* withoutStretches(actions);
  if (actions.length > fewActions) return;
  yield* withoutPairs(actions);
  yield* withOtherCrashes(actions);
  // What is no longer needed once a crash has changed: it would still have been before.
  for (const changed of withOtherCrashes(actions)) {
    for (const fewer of withoutMessage(changed)) {
      yield fewer;
      yield* withoutOne(fewer);
    }
    yield* withoutOne(changed);
  }
}

/** Without the first or second half, without each quarter …, and without each single action, the last first. */
function* withoutStretches<Action>(actions: readonly Action[]): Generator<readonly Action[]> {
  for (let size = Math.ceil(actions.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = actions.length; end > 0; end -= size)
      yield actions.toSpliced(Math.max(0, end - size), size);
  }
}

const withoutOne = <Action>(actions: readonly Action[]): readonly (readonly Action[])[] =>
  actions.map((_, index) => actions.toSpliced(index, 1));

/** Two actions that are only superfluous together, such as a crash and the restart after it. */
function* withoutPairs<Action>(actions: readonly Action[]): Generator<readonly Action[]> {
  for (const [index, fewer] of withoutOne(actions).entries()) {
    for (let other = index; other < fewer.length; other += 1) yield fewer.toSpliced(other, 1);
  }
}

/** A crash, or a pause, that does not happen, that cuts elsewhere, or that cuts an earlier answer of the same role. */
function* withOtherCrashes<Action extends AnyAction>(
  actions: readonly Action[],
): Generator<readonly Action[]> {
  for (const [index, crash] of actions.entries()) {
    if (crash.event === undefined) continue;
    const { role, event } = crash;
    yield actions.with(index, { role, ...event } as Action);
    for (let cut = 0; cut <= mostCuts; cut += 1) yield actions.with(index, { ...crash, cut });
    for (const [earlier, answered] of actions.slice(0, index).entries()) {
      if (answered.role !== role || answered.type === 'crash') continue;
      const { role: same, event: paused, cut: _cut, ...whole } = answered;
      const other = paused ?? whole;
      for (let cut = 0; cut <= mostCuts; cut += 1) {
        const moved = { type: crash.type, role: same, event: other, cut } as unknown as Action;
        yield actions.toSpliced(index, 1).with(earlier, moved);
      }
    }
  }
}
