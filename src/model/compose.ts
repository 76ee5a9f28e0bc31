import { natureOf } from './action.ts';
import type { Action, Answered, CutShort } from './action.ts';
import { answering } from './answering.ts';
import type { Attempt } from './answering.ts';
import { faulting } from './faulting.ts';
import type { Model, Step } from './model.ts';
import type { Protocol } from './protocol.ts';
import { adopt, initialState, keyOf, settingOf } from './setting.ts';
import type { Setting, WorldState } from './setting.ts';
import { boundOf } from './world.ts';
import type { World } from './world.ts';

/** A protocol in a world: what the engines explore. */
export interface WorldModel extends Model<WorldState, Action> {
  readonly protocol: Protocol;
  readonly world: World;
  /**
   * What may happen as far as can be said without asking any process for its answer: the answers, each whole,
   * and the steps of the links and connections. A bound may still withhold one. For code that is dear to ask.
   */
  readonly offered: (state: WorldState) => readonly Action[];
  /** Every place at which a crash, if one is left, or a pause may cut one of the answers offered. */
  readonly cutsOf: (state: WorldState, answer: Answered, type: CutShort['type']) => readonly CutShort[];
  /** What all its states share, for engines that number the components of states. */
  readonly setting: Setting;
}

/**
 * Places a protocol into a world. What can happen is enumerated here and nowhere else, in one fixed order,
 * progress before faults: so among equally short counterexamples the calmest comes first.
 *
 * @throws HandlerError, while exploring, when a handler of the protocol misbehaves.
 * @example
 * const model = compose(fireAndForget, worlds.lossy);
 * model.enabled(model.initial).map(({ type }) => type); // ['submit']
 */
export const compose = (protocol: Protocol, world: World): WorldModel => {
  let relaxed: ReturnType<NonNullable<WorldModel['relaxed']>> | undefined;
  return {
    ...modelOf(protocol, world, settingOf(protocol, world)),
    relaxed: () => (relaxed ??= relax(protocol, world)),
  };
};

/** Packets that once were sent stay for ever, so every step of the world remains possible in it. */
const relax = (protocol: Protocol, world: World): ReturnType<NonNullable<WorldModel['relaxed']>> => {
  const unbounded = { ...world, capacity: Infinity };
  const setting = settingOf(protocol, unbounded, 'set');
  return { model: modelOf(protocol, unbounded, setting), from: (state) => adopt(setting, state) };
};

/** What may come of a state. */
interface Options {
  readonly state: WorldState;
  readonly steps: ReadonlyMap<Action, Step<WorldState>>;
  readonly withheld: readonly Action[];
}

const modelOf = (protocol: Protocol, world: World, setting: Setting): WorldModel => {
  const { answers, cutsShort, attempt: attemptAnswer } = answering(setting);
  const { heals, losses, duplications, partitions, resets, attempt: attemptFault } = faulting(setting);

  const candidates = (state: WorldState): readonly Action[] => {
    const answered = answers(state);
    return [
      ...answered,
      ...cutsShort(state, answered, 'pause'),
      ...heals(state),
      ...losses(state),
      ...duplications(state),
      ...cutsShort(state, answered, 'crash'),
      ...partitions(state),
      ...resets(state),
    ];
  };
  const attempt = (state: WorldState, action: Action): Attempt =>
    'link' in action || 'connection' in action ? attemptFault(state, action) : attemptAnswer(state, action);

  /** Engines ask about one state at a time, so what may come of the last one is kept at hand. */
  let last: Options | undefined;
  const optionsIn = (state: WorldState): Options => {
    if (last?.state === state) return last;
    const options = { state, steps: new Map<Action, Step<WorldState>>(), withheld: [] as Action[] };
    for (const action of candidates(state)) {
      const attempted = attempt(state, action);
      if (attempted === 'withheld') options.withheld.push(action);
      else if (attempted !== undefined) options.steps.set(action, attempted);
    }
    last = options;
    return options;
  };

  return {
    name: `${protocol.name} in the ${world.name} world`,
    protocol,
    world,
    setting,
    initial: initialState(setting),
    enabled: (state) => [...optionsIn(state).steps.keys()],
    withheld: (state) => optionsIn(state).withheld,
    offered: (state) => [
      ...answers(state),
      ...heals(state),
      ...losses(state),
      ...duplications(state),
      ...partitions(state),
      ...resets(state),
    ],
    cutsOf: (state, answer, type) => cutsShort(state, [answer], type),
    step: (state, action) => {
      const known = last?.state === state ? last.steps.get(action) : undefined;
      const attempted = known ?? attempt(state, action);
      return attempted === 'withheld' ? undefined : attempted;
    },
    natureOf,
    keyOf: keyOf(setting),
    bound: boundOf(world),
  };
};
