import { HandlerError } from './errors.ts';
import { observedAs } from './effect.ts';
import type { Effect } from './effect.ts';
import { NotPlainError, textOf } from './plain.ts';
import type { Place, Process } from './place.ts';
import type { Event } from './role.ts';

/**
 * Checks that a handler answered with a list of effects, and with the same list when asked twice.
 *
 * @throws HandlerError naming the role, the event, and what was found instead.
 */
export const checkEffects = (
  place: Place,
  state: Process,
  event: Event,
  effects: unknown,
  again: unknown,
): void => {
  const complain = (complaint: string): never => {
    throw new HandlerError(place.name, event, complaint);
  };
  if (!Array.isArray(effects)) return complain(`answered with ${told(effects)} instead of a list of effects`);
  for (const effect of effects) {
    const fault = faultOf(place, state, effect);
    if (fault !== undefined) complain(fault);
  }
  if (effects !== again && textOf(effects) !== textOf(again)) {
    complain('answered differently when asked again: a handler must be a pure function');
  }
};

/** What is wrong with an effect, or nothing: the end of a sentence that begins with the role. */
export const faultOf = (place: Place, state: Process, effect: unknown): string | undefined => {
  if (!isRecord(effect) || typeof effect['type'] !== 'string') {
    return `answered with ${told(effect)} where an effect was expected`;
  }
  try {
    textOf(effect, effect['type']);
  } catch (error) {
    if (error instanceof NotPlainError)
      return `answered with an effect that is not plain data: ${error.message}`;
    throw error;
  }
  const { type } = effect as { type: string };
  if (Object.hasOwn(observedAs, type)) return faultOfMessage(type, effect['message']);
  const candidate = effect as unknown as Effect;
  switch (candidate.type) {
    case 'send':
      return faultOfSend(place, candidate.packet, candidate.to);
    case 'write':
      return faultOfFields('write', 'disk', candidate.disk, place.role.played ? undefined : state.disk);
    case 'remember':
      return faultOfFields(
        'remember',
        'memory',
        candidate.memory,
        place.role.played ? undefined : state.memory,
      );
    case 'arm':
    case 'disarm':
      if (typeof candidate.timer !== 'string') return `answered with ${type}(${told(candidate.timer)})`;
      return faultOfDelay('delay' in candidate ? candidate.delay : undefined);
    case 'atomically':
      return Array.isArray(candidate.effects)
        ? candidate.effects.map((part) => faultOf(place, state, part)).find((fault) => fault !== undefined)
        : `answered with atomically(${told(candidate.effects)})`;
    default:
      return `answered with an unknown effect "${type}"`;
  }
};

const faultOfMessage = (type: string, message: unknown): string | undefined =>
  isRecord(message) && typeof message['id'] === 'string'
    ? undefined
    : `answered with ${type}(${told(message)}) where a message was expected`;

const faultOfDelay = (delay: unknown): string | undefined =>
  delay === undefined || (typeof delay === 'number' && delay >= 0)
    ? undefined
    : `arms a timer with the delay ${told(delay)}: milliseconds, from 0, were expected`;

const faultOfSend = (place: Place, packet: unknown, to: string | undefined): string | undefined => {
  if (!isRecord(packet) || typeof packet['type'] !== 'string') {
    return `sends ${told(packet)} where a packet with a type was expected`;
  }
  if (to !== undefined) {
    return place.peers.includes(to) ? undefined : `sends to "${to}", to which no link leads`;
  }
  if (place.peers.length === 1) return undefined;
  const links =
    place.peers.length === 0 ? 'no link leads away' : `links lead to ${place.peers.join(' and ')}`;
  return `sends ${packet['type']} without saying to whom, and ${links}`;
};

const faultOfFields = (
  effect: string,
  kind: string,
  fields: unknown,
  declared: object | undefined,
): string | undefined => {
  if (!isRecord(fields)) return `answered with ${effect}(${told(fields)})`;
  if (declared === undefined) return undefined; // running code declares no fields
  const unknown = Object.keys(fields).find((key) => !Object.hasOwn(declared, key));
  return unknown === undefined
    ? undefined
    : `${effect}s the field "${unknown}", which its ${kind} does not have`;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const told = (value: unknown): string => {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return typeof value;
  try {
    return JSON.stringify(value);
  } catch {
    return typeof value;
  }
};
