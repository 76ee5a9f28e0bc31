import { natureOf } from '../../model/action.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { LinkName, RoleName } from '../../model/message.ts';
import { isClosing } from '../../model/link.ts';
import { endsOf } from '../../model/protocol.ts';
import type { WorldState } from '../../model/setting.ts';

/** What has its turn in a round: once it has come, and nothing of it is possible any more, it is passed over. */
interface Errand {
  readonly type: Action['type'];
  readonly role?: RoleName;
  readonly from?: RoleName;
  readonly link?: LinkName;
  readonly timer?: string;
}

/** Where a fair schedule stands: what is still to come in this round. Never changed. */
export interface Turn {
  readonly round: number;
  readonly errands: readonly Errand[];
}

export const firstTurn: Turn = { round: 0, errands: [] };

/** Which of the fair schedules it is. */
export interface Fairness {
  readonly submitting: boolean;
  /** Whether in a round packets arrive before timers fire, as they do if left out, or the other way round. */
  readonly order?: 'arrivals first' | 'timers first' | undefined;
  /** Whether an action is possible yet: in time, where something is assumed of it. Whatever is not waits. */
  readonly allows?: ((action: Action) => boolean) | undefined;
}

/** The next step of a fair schedule, and where it stands then. */
export interface Scheduled {
  readonly action: Action;
  readonly turn: Turn;
}

/**
 * A schedule without faults, in rounds. In each, in this order: the application submits its next message, if
 * it is to; links heal; processes come back, or go on; every packet that was in flight as the round began
 * arrives; every timer that was then armed fires. So in every round everything that is possible has its turn,
 * and the calmest way for messages to go comes out: without a fault they arrive before any timer fires.
 *
 * Where time is kept, what has its turn may have to wait for what is due before, be that of this round or not.
 *
 * Nothing comes back once a new round would be empty: nothing at all can happen any more.
 */
export const nextInTurn = (
  model: WorldModel,
  state: WorldState,
  turn: Turn,
  fairness: Fairness,
): Scheduled | undefined => {
  const { allows = () => true } = fairness;
  const offered = model.offered(state);
  const from = ({ round, errands }: Turn): Scheduled | undefined => {
    const waiting: Errand[] = [];
    for (const [number, errand] of errands.entries()) {
      const action = offered.find((possible) => isFor(errand, possible));
      if (action === undefined) continue;
      if (allows(action))
        return { action, turn: { round, errands: [...waiting, ...errands.slice(number + 1)] } };
      waiting.push(errand);
    }
    const before =
      waiting.length === 0
        ? undefined
        : offered.find((action) => natureOf(action) === 'progress' && allows(action));
    return before && { action: before, turn: { round, errands: waiting } };
  };
  const due = (): readonly Errand[] => errandsIn(model, state, offered, fairness);
  return from(turn) ?? from({ round: turn.round + 1, errands: due() });
};

const errandsIn = (
  { setting }: WorldModel,
  state: WorldState,
  offered: readonly Action[],
  { submitting, order }: Fairness,
): readonly Errand[] => {
  const of = (...types: readonly Action['type'][]): readonly Errand[] =>
    offered.filter(({ type }) => types.includes(type)).map(errandOf);
  const arrivals = setting.links.flatMap((link, number) => {
    const { from, to } = endsOf(link);
    return state.links[number]!.map((packet): Errand => ({
      type: isClosing(packet) ? 'disconnect' : 'receive',
      role: to,
      from,
    }));
  });
  return [
    ...(submitting ? of('submit').slice(0, 1) : []),
    ...of('heal', 'restart', 'resume'),
    ...(order === 'timers first' ? [...of('timeout'), ...arrivals] : [...arrivals, ...of('timeout')]),
  ];
};

const errandOf = (action: Action): Errand => {
  switch (action.type) {
    case 'timeout':
      return { type: 'timeout', role: action.role, timer: action.timer };
    case 'heal':
    case 'partition':
      return { type: action.type, link: action.link };
    case 'receive':
    case 'disconnect':
      return { type: action.type, role: action.role, from: action.from };
    default:
      return 'role' in action ? { type: action.type, role: action.role } : { type: action.type };
  }
};

const isFor = ({ type, role, from, link, timer }: Errand, action: Action): boolean =>
  action.type === type &&
  (role === undefined || ('role' in action && action.role === role)) &&
  (from === undefined || ('from' in action && action.from === from)) &&
  (link === undefined || ('link' in action && action.link === link)) &&
  (timer === undefined || ('timer' in action && action.timer === timer));
