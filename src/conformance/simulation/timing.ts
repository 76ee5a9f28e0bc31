import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { Effect } from '../../model/effect.ts';
import { closing } from '../../model/link.ts';
import { placeOf } from '../../model/place.ts';
import { textOf } from '../../model/plain.ts';
import { answer } from '../../model/process.ts';
import { endsOf } from '../../model/protocol.ts';
import type { Event } from '../../model/role.ts';
import type { WorldState } from '../../model/setting.ts';
import { expecting, happening, origin, passing, without } from './zone.ts';
import type { Zone } from './zone.ts';

/** What is assumed of time, where something is: in the virtual milliseconds of the timers' delays. */
export interface Timing {
  /** How long a packet is on its way, at least and at most. */
  readonly delay: readonly [atLeast: number, atMost: number];
}

/**
 * Which steps are possible where packets arrive in time, and a timer fires exactly when it is due. A timer
 * that is set without a delay still fires at any time. Packets for a process that is down, or over a link that
 * is cut off, wait: their time begins anew once that is over. How long a process is down is not bounded.
 */
export interface Timekeeper {
  readonly start: Zone;
  /** Whether an action is possible now: nothing else must happen before it. */
  readonly allows: (zone: Zone, action: Action) => boolean;
  /** What is known of time after an action that is possible. */
  readonly after: (zone: Zone, before: WorldState, action: Action, state: WorldState) => Zone;
}

/** A timer, and in how long it fires. */
interface Due {
  readonly name: string;
  readonly after: number;
}

export const timekeeperOf = (model: WorldModel, { delay: [atLeast, atMost] }: Timing): Timekeeper => {
  const { protocol, setting } = model;

  /** All packets that are on their way to somebody who is there: what they are, each as often as it is there. */
  const packetsIn = (state: WorldState): readonly string[] =>
    setting.links.flatMap((link, number) => {
      const { to } = endsOf(link);
      const { up, pending } = state.processes[setting.roles.indexOf(to)]!;
      if (!up || pending.length > 0 || state.faults.severed[number] === true) return [];
      return state.links[number]!.map((packet) => `${link} ${textOf(packet)}`);
    });
  const start = setting.roles
    .flatMap((role) => {
      const { delays = {} } = protocol.roles[role]!.played ?? {};
      return Object.entries(delays).map(([timer, after]): Due => ({ name: timerName(role, timer), after }));
    })
    .reduce(expect, origin);

  const armedBy = (before: WorldState, action: Action): readonly Due[] => {
    if (!('role' in action) || action.type === 'crash') return [];
    const { role, ...rest } = action;
    const event = 'cut' in action ? action.event : (rest as Event);
    if (event.type === 'tick') return [];
    const process = before.processes[setting.roles.indexOf(role)]!;
    const effects = answer(placeOf(protocol, role), process, event);
    const done = 'cut' in action ? effects.slice(0, action.cut) : effects;
    return flat(done).flatMap((effect): readonly Due[] => {
      if (effect.type !== 'arm' || effect.delay === undefined) return [];
      return [{ name: timerName(role, effect.timer), after: effect.delay }];
    });
  };
  const isArmed = (state: WorldState, name: string): boolean =>
    setting.roles.some((role, number) =>
      state.processes[number]!.timers.some((timer) => timerName(role, timer) === name),
    );

  return {
    start,
    allows: (zone, action) => {
      const event = happensAs(zone, action);
      return event === undefined || happening(zone, event) !== undefined;
    },
    after: (zone, before, action, state) => {
      const event = happensAs(zone, action);
      let next = event === undefined ? passing(zone) : happening(zone, event)!;
      for (const due of armedBy(before, action)) next = expect(next, due);
      const packets = countsOf(packetsIn(state));
      for (const name of next.events) {
        if (isTimer(name) && !isArmed(state, name)) next = without(next, name);
      }
      // Of equal packets the ones that are gone are those sent first, and new ones are on their way from now on.
      const known = countsOf(next.events.filter((name) => !isTimer(name)).map(kindOfCopy));
      for (const [kind, many] of known) {
        const gone = next.events
          .filter((name) => isCopyOf(name, kind))
          .slice(0, many - (packets.get(kind) ?? 0));
        if (many > (packets.get(kind) ?? 0)) next = gone.reduce(without, next);
      }
      for (const [kind, many] of packets) {
        for (let copy = known.get(kind) ?? 0; copy < many; copy += 1) {
          next = expecting(next, freshName(next, kind), atLeast, atMost);
        }
      }
      return next;
    },
  };
};

/** What is due as an action happens: of equal packets the one that was sent first. */
const happensAs = ({ events }: Zone, action: Action): string | undefined => {
  if (!('role' in action)) return undefined;
  const event = 'event' in action ? action.event : action;
  if (event.type === 'timeout') return events.find((name) => name === timerName(action.role, event.timer));
  if (event.type !== 'receive' && event.type !== 'disconnect') return undefined;
  const packet = event.type === 'receive' ? event.packet : closing;
  const kind = `${event.from} -> ${action.role} ${textOf(packet)}`;
  return events.find((name) => isCopyOf(name, kind));
};

const expect = (zone: Zone, { name, after }: Due): Zone => expecting(without(zone, name), name, after, after);

const timerName = (role: string, timer: string): string => `timer ${timer} of ${role}`;
const isTimer = (name: string): boolean => name.startsWith('timer ');

/** A copy of a packet is named by what it is and a number. */
const kindOfCopy = (name: string): string => name.slice(0, name.lastIndexOf(' '));
const isCopyOf = (name: string, kind: string | undefined): boolean =>
  !isTimer(name) && kindOfCopy(name) === kind;
const freshName = ({ events }: Zone, kind: string): string => {
  let copy = 0;
  while (events.includes(`${kind} ${copy}`)) copy += 1;
  return `${kind} ${copy}`;
};

const countsOf = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

const flat = (effects: readonly Effect[]): readonly Effect[] =>
  effects.flatMap((effect) => (effect.type === 'atomically' ? flat(effect.effects) : [effect]));
