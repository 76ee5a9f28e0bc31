import { HandlerError, ProtocolError, StillToCome } from './errors.ts';
import { isVolatile, observedAs, sends, tells } from './effect.ts';
import type { Effect } from './effect.ts';
import type { Packet, RoleName } from './message.ts';
import type { Observation } from './observation.ts';
import { checkEffects } from './check.ts';
import { started } from './place.ts';
import { sentAtOf, unstamped } from './stamp.ts';
import type { Place, Process } from './place.ts';
import type { Event } from './role.ts';

/** What a step of one process leaves behind. */
export interface Outcome {
  readonly process: Process;
  readonly sent: readonly { readonly to: RoleName; readonly packet: Packet }[];
  readonly observations: readonly Observation[];
}

/**
 * The ordered effects with which a process answers an event.
 *
 * @throws HandlerError when the handler throws, changes the state it was shown, answers differently the
 * second time, or answers with something that is not a list of effects.
 */
export const answer = (place: Place, process: Process, event: Event): readonly Effect[] => {
  if (event.type === 'resume') return process.pending;
  if (event.type === 'receive' && isTooOld(place, process, event.packet)) return [];
  const before = shownTo(place, process, event);
  const effects = callHandler(place, before, event);
  // Running code is asked once: whether it would answer the same again is found out where it is run again.
  const again = place.role.played === undefined ? callHandler(place, before, event) : effects;
  checkEffects(place, before, event, effects, again);
  return effects;
};

/** Whether a packet has been on its way for longer than packets may be, so that the role never sees it. */
export const isTooOld = ({ clock }: Place, process: Process, packet: Packet): boolean => {
  const sentAt = sentAtOf(packet);
  if (clock === undefined || clock.lifetime === 'unlimited' || sentAt === undefined) return false;
  return process.clock! - sentAt > clock.lifetime;
};

/** What the role sees when it answers: upon a restart its memory is new and no timer is armed. */
const shownTo = ({ role }: Place, process: Process, event: Event): Process => {
  switch (event.type) {
    case 'restart':
      return {
        ...process,
        up: true,
        memory: role.played === undefined ? (role.memory ?? {}) : process.memory,
        timers: [],
        pending: [],
      };
    case 'timeout':
      return { ...process, timers: process.timers.filter((timer) => timer !== event.timer) };
    case 'resume': {
      const { read: _, ...rest } = process;
      return { ...rest, pending: [] };
    }
    case 'tick':
      return { ...process, clock: process.clock! + 1 };
    default:
      return process;
  }
};

const callHandler = ({ name, role }: Place, process: Process, event: Event): readonly Effect[] => {
  const { disk, memory, clock } = process;
  const state = Object.freeze(role.clock === true ? { disk, memory, now: clock ?? 0 } : { disk, memory });
  const { upon } = role;
  try {
    switch (event.type) {
      case 'submit':
        return upon.submit?.(state, event.message) ?? [];
      case 'receive':
        return upon.receive?.(state, unstamped(event.packet), event.from) ?? [];
      case 'timeout':
        return upon.timeout?.(state, event.timer) ?? [];
      case 'disconnect':
        return upon.disconnect?.(state, event.from) ?? [];
      case 'restart':
        return upon.restart?.(state) ?? [];
      case 'resume':
      case 'tick':
        return [];
    }
  } catch (error) {
    if (error instanceof StillToCome || error instanceof ProtocolError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const mutated = error instanceof TypeError && /read only|not extensible|delete property/.test(reason);
    throw new HandlerError(name, event, mutated ? `changed its state: ${reason}` : `threw: ${reason}`, error);
  }
};

/** All effects performed, in order. */
export const perform = (place: Place, process: Process, event: Event, effects: readonly Effect[]): Outcome =>
  effects.reduce((outcome, effect) => apply(place, outcome, effect), {
    process: answering(place, shownTo(place, process, event), event),
    sent: [],
    observations: announced(place, event),
  } as Outcome);

/** Running code changes its memory as it answers, and a process that goes on after a pause has answered before. */
const answering = ({ role: { played } }: Place, shown: Process, event: Event): Process =>
  played === undefined || event.type === 'resume'
    ? shown
    : { ...shown, memory: played.memoryAfter({ disk: shown.disk, memory: shown.memory }, event) };

/** What the outside sees of the event itself, before any effect. */
const announced = ({ name }: Place, event: Event): readonly Observation[] => {
  switch (event.type) {
    case 'submit':
      return [{ type: 'submitted', message: event.message.id, process: name }];
    case 'restart':
      return [{ type: 'restarted', process: name }];
    default:
      return [];
  }
};

/**
 * The first `cut` effects performed, then a crash: memory and timers are gone, the disk stays (or is gone
 * too, where the world says so), packets already sent stay on their way.
 */
export const crashAfter = (
  place: Place,
  process: Process,
  event: Event,
  performed: readonly Effect[],
  disks: 'kept' | 'lost',
): Outcome => {
  const outcome = perform(place, process, event, performed);
  const { disk, memory, clock } = outcome.process;
  const fresh = started(place);
  return {
    process: {
      up: false,
      disk: disks === 'kept' ? disk : fresh.disk,
      memory: place.role.played?.memoryReborn(memory) ?? fresh.memory,
      timers: [],
      pending: [],
      ...(clock === undefined ? {} : { clock }),
    },
    sent: outcome.sent,
    observations: [...outcome.observations, { type: 'crashed', process: place.name }],
  };
};

/** The first effects performed, and the others still to do: meanwhile everything else may go on. */
export const pauseAfter = (
  place: Place,
  process: Process,
  event: Event,
  performed: readonly Effect[],
  pending: readonly Effect[],
): Outcome => {
  const outcome = perform(place, process, event, performed);
  const { clock } = outcome.process;
  return {
    ...outcome,
    process: { ...outcome.process, pending, ...(clock === undefined ? {} : { read: clock }) },
  };
};

/**
 * Where it can be observed that a process takes its time over an answer: before it tells the outside
 * something, if it has sent a packet before, for the others may have acted upon the packet by then. Anywhere
 * else a pause comes to the same as packets that take longer: the age of a packet counts from when its sender
 * read the clock. What a process tells after it has read a clock may come later than it thinks.
 */
export const pausesOf = ({ clock }: Place, effects: readonly Effect[]): readonly number[] =>
  [...effects.keys()].filter(
    (cut) => tells(effects[cut]!) && (clock !== undefined || effects.slice(0, cut).some(sends)),
  );

/**
 * Where a crash may cut a list of effects: before the first, or right after an effect that outlives the
 * crash. A cut right after a volatile effect leaves the same behind as the cut before it.
 */
export const cutsOf = (effects: readonly Effect[]): readonly number[] =>
  [0, ...effects.map((_, index) => index + 1)].filter((cut) => {
    const last = effects[cut - 1];
    return last === undefined || !isVolatile(last);
  });

const apply = (place: Place, outcome: Outcome, effect: Effect): Outcome => {
  const { process, sent, observations } = outcome;
  switch (effect.type) {
    case 'send':
      return { ...outcome, sent: [...sent, { to: effect.to ?? place.peers[0]!, packet: effect.packet }] };
    case 'write':
      return { ...outcome, process: { ...process, disk: { ...process.disk, ...effect.disk } } };
    case 'remember':
      if (place.role.played !== undefined) return outcome; // what stands for its memory says so already
      return { ...outcome, process: { ...process, memory: { ...process.memory, ...effect.memory } } };
    case 'arm':
      return { ...outcome, process: { ...process, timers: withTimer(process.timers, effect.timer) } };
    case 'disarm':
      return {
        ...outcome,
        process: { ...process, timers: process.timers.filter((timer) => timer !== effect.timer) },
      };
    case 'atomically':
      return effect.effects.reduce((so, part) => apply(place, so, part), outcome);
    default: {
      const seen = {
        type: observedAs[effect.type],
        message: effect.message.id,
        process: place.name,
      } as const;
      return { ...outcome, observations: [...observations, seen] };
    }
  }
};

const withTimer = (timers: readonly string[], timer: string): readonly string[] =>
  timers.includes(timer) ? timers : [...timers, timer].sort();
