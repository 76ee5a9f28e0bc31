import type {
  Action,
  Answered,
  ConnectionFault,
  CutShort,
  LinkFault,
  PacketFault,
} from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { RoleName } from '../../model/message.ts';
import type { Observation } from '../../model/observation.ts';
import { placeOf } from '../../model/place.ts';
import { answer, isTooOld } from '../../model/process.ts';
import { endsOf, linksOf } from '../../model/protocol.ts';
import type { Event } from '../../model/role.ts';
import type { WorldState } from '../../model/setting.ts';
import { replay } from '../../model/trace.ts';
import type { Performed } from '../../model/trace.ts';
import type { Violation } from '../../explore/verdict.ts';
import { deedsOf } from './deed.ts';
import type { Deed } from './deed.ts';
import { isWrong } from './wrong.ts';
import { droppedIn, informed } from './connection.ts';
import { airspace } from './flight.ts';
import type { Airspace, Flight } from './flight.ts';

/** What happened in a trace, with everything that there is to tell or to draw, and no word about how. */
export interface Story {
  /** In the order of the protocol's roles. */
  readonly participants: readonly RoleName[];
  /** One for each step that was possible. */
  readonly scenes: readonly Scene[];
  /** Every packet that was ever on its way, in the order of sending. */
  readonly flights: readonly Flight[];
  readonly violation?: Violation;
  /** What sets the trace apart from what becomes of its debt, in the order of the steps. */
  readonly dividers: readonly Divider[];
  /** Whether nothing is left that happens by itself: no packet to arrive, no timer to fire, no role to restart. */
  readonly isOver: boolean;
}

/** Words between two steps, or behind the last. */
export interface Divider {
  /** The number of the step before which it stands; one more than there are, if it is the end. */
  readonly before: number;
  /** `onward`: what follows happens once; `again`: what follows repeats. The others are an end. */
  readonly kind: 'onward' | 'again' | 'for ever' | 'nothing';
  readonly text: string;
}

export type Scene = AnswerScene | PacketScene | LinkScene;

interface Numbered {
  /** From 1. */
  readonly number: number;
  readonly observations: readonly Observation[];
  /** Whether this is the step that breaks the promise. A debt shows only after the last step. */
  readonly breach: boolean;
}

/** A role answers an event, wholly or until it crashes or pauses. */
export interface AnswerScene extends Numbered {
  readonly type: 'answer';
  readonly role: RoleName;
  readonly event: Event;
  /** The packet that arrives, if the event is an arrival. */
  readonly arrival?: Flight;
  /** Whether that packet was on its way for too long, and is thrown away unread. */
  readonly isTooOld?: true;
  /** What the clock of the role shows now, if the event is a tick of it. */
  readonly clock?: number;
  /** What was on its way to the role and is read by nobody, since a connection is closed. */
  readonly dropped?: readonly Flight[];
  /** What the role did, in order. */
  readonly done: readonly Deed[];
  readonly cutShort?: {
    readonly by: CutShort['type'];
    /** What it would have done next; after a pause it still will. */
    readonly deeds: readonly Deed[];
  };
}

/** A link loses or duplicates a packet. */
export interface PacketScene extends Numbered {
  readonly type: 'lose' | 'duplicate';
  readonly flight: Flight;
  /** The new packet on the link. */
  readonly copy?: Flight;
}

/** A link is cut off or heals, or a connection breaks. */
export interface LinkScene extends Numbered {
  readonly type: 'partition' | 'heal' | 'reset';
  readonly from: RoleName;
  readonly to: RoleName;
  /** Whether it is cut off for ever, together with all that was on it. */
  readonly forEver: boolean;
}

/**
 * Makes a story of a trace. Steps that are not possible where they stand are skipped, as in every replay.
 *
 * A breach shows in the last step that lets its message be seen in the way that the violation names first:
 * engines end a trace with the step that breaks the promise.
 */
export const storyOf = (model: WorldModel, trace: readonly Action[], violation?: Violation): Story => {
  const steps = replay(model, trace);
  const last = steps.at(-1)?.state ?? model.initial;
  const sky = airspace(model);
  const breach = violation?.type === 'breach' ? breachIn(steps, violation) : -1;
  const scenes = steps.map((step, index) => ({
    number: index + 1,
    observations: step.observations,
    breach: index === breach,
    ...happeningsOf(model, sky, step, index + 1),
  }));
  return {
    participants: Object.keys(model.protocol.roles),
    scenes,
    flights: sky.flights,
    dividers: [],
    isOver: !model.enabled(last).some((action) => model.natureOf(action) === 'progress'),
    ...(violation === undefined ? {} : { violation }),
  };
};

type Step = Performed<WorldState, Action>;
type Happenings<S extends Numbered> = Omit<S, keyof Numbered>;

const happeningsOf = (model: WorldModel, sky: Airspace, step: Step, number: number) => {
  const { action, before } = step;
  switch (action.type) {
    case 'lose':
    case 'duplicate':
      return onPacket(sky, action, number);
    case 'partition':
    case 'heal':
      return onLink(model, sky, action, number);
    case 'reset':
      return onConnection(action);
    default:
      return answering(model, sky, action, before, number);
  }
};

const answering = (
  model: WorldModel,
  sky: Airspace,
  action: Answered | CutShort,
  before: WorldState,
  number: number,
): Happenings<AnswerScene> => {
  const { role, ...rest } = action;
  const event = 'cut' in action ? action.event : (rest as Event);
  const place = placeOf(model.protocol, role, model.world.clock);
  const process = before.processes[Object.keys(model.protocol.roles).indexOf(role)]!;
  const effects = answer(place, process, event);
  const cut = 'cut' in action ? action.cut : effects.length;
  const scene = { type: 'answer', role, event } as const;
  const arrival =
    event.type === 'receive'
      ? { arrival: sky.land(`${event.from} -> ${role}`, event.packet, { type: 'arrived', step: number }) }
      : {};
  const tooOld = event.type === 'receive' && isTooOld(place, process, event.packet);
  const heard = event.type === 'disconnect' ? informed(model, before, `${event.from} -> ${role}`) : before;
  const dropped = droppedIn(model, sky, action, event, before, number);
  const done = deedsOf(place, effects.slice(0, cut), (to, packet) =>
    sky.launch(`${role} -> ${to}`, packet, number, heard),
  );
  const all = {
    ...scene,
    ...arrival,
    ...(tooOld ? { isTooOld: true as const } : {}),
    ...(event.type === 'tick' ? { clock: process.clock! + 1 } : {}),
    ...(dropped.length === 0 ? {} : { dropped }),
    done,
  };
  if (!('cut' in action)) return all;
  return { ...all, cutShort: { by: action.type, deeds: deedsOf(place, effects.slice(cut)) } };
};

const onConnection = ({ type, connection }: ConnectionFault): Happenings<LinkScene> => ({
  type,
  ...endsOf(linksOf(connection)[0]),
  forEver: false,
});

const onPacket = (sky: Airspace, action: PacketFault, number: number): Happenings<PacketScene> => {
  const { type, link, packet } = action;
  if (type === 'lose') return { type, flight: sky.land(link, packet, { type: 'lost', step: number }) };
  return { type, ...sky.double(link, packet, number) };
};

const onLink = (
  { world }: WorldModel,
  sky: Airspace,
  { type, link }: LinkFault,
  number: number,
): Happenings<LinkScene> => {
  const forEver = !world.healing;
  if (forEver) sky.ground(link, number);
  return { type, ...endsOf(link), forEver };
};

const breachIn = (steps: readonly Step[], violation: Violation): number =>
  steps.findLastIndex(({ observations }) => observations.some((seen) => isWrong(seen, violation)));
