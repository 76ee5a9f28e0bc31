import type { Message, Packet, RoleName } from './message.ts';
import type { MessageObservationType } from './observation.ts';

/**
 * A role answers an event with an ordered list of effects. The order is the meaning: a crash lets the first
 * k of them happen and none of the rest.
 */
export type Effect<Sends = Packet, Disk = object, Memory = object, Timer extends string = string> =
  | Send<Sends>
  | Write<Disk>
  | Remember<Memory>
  | Arm<Timer>
  | Disarm<Timer>
  | Tell
  | Atomically<Effect<Sends, Disk, Memory, Timer>>;

/** Puts a packet on the link to another role; `to` may be left out where only one link leads away. */
export interface Send<Sends> {
  readonly type: 'send';
  readonly packet: Sends;
  readonly to?: RoleName;
}

/** Replaces the named fields of the disk, all of them at once. The disk survives a crash. */
export interface Write<Disk> {
  readonly type: 'write';
  readonly disk: Disk;
}

/** Replaces the named fields of the memory. The memory does not survive a crash. */
export interface Remember<Memory> {
  readonly type: 'remember';
  readonly memory: Memory;
}

/** Sets a timer, which may fire at any later moment, once; arming an armed timer changes nothing. */
export interface Arm<Timer> {
  readonly type: 'arm';
  readonly timer: Timer;
  /** After how long it should fire, in virtual milliseconds. Where timers are asynchronous it means nothing. */
  readonly delay?: number;
}

export interface Disarm<Timer> {
  readonly type: 'disarm';
  readonly timer: Timer;
}

/** Tells the application something about a message: the only effects that the outside can observe. */
export interface Tell {
  readonly type: TellType;
  readonly message: Message;
}

/** All of its effects happen or none does: no crash falls between them. */
export interface Atomically<E> {
  readonly type: 'atomically';
  readonly effects: readonly E[];
}

/** What each telling effect lets the outside observe. */
export const observedAs = {
  accept: 'accepted',
  confirm: 'confirmed',
  reject: 'rejected',
  abandon: 'abandoned',
  deliver: 'delivered',
  settle: 'settled',
} as const satisfies Record<string, MessageObservationType>;

export type TellType = keyof typeof observedAs;

export const send = <P extends Packet>(packet: P, to?: RoleName): Send<P> =>
  to === undefined ? { type: 'send', packet } : { type: 'send', packet, to };
export const write = <D extends object>(disk: D): Write<D> => ({ type: 'write', disk });
export const remember = <M extends object>(memory: M): Remember<M> => ({ type: 'remember', memory });
export const arm = <T extends string>(timer: T): Arm<T> => ({ type: 'arm', timer });
export const disarm = <T extends string>(timer: T): Disarm<T> => ({ type: 'disarm', timer });
export const atomically = <Parts extends readonly unknown[]>(
  ...effects: Parts
): Atomically<Parts[number]> => ({
  type: 'atomically',
  effects,
});

/** Tells the submitter: taken, from now on it is ours. What is accepted is owed. */
export const accept = (message: Message): Tell => ({ type: 'accept', message });
/** Tells the submitter: the other side has it. */
export const confirm = (message: Message): Tell => ({ type: 'confirm', message });
/** Tells the submitter: definitely not, and never will be. */
export const reject = (message: Message): Tell => ({ type: 'reject', message });
/** Tells the submitter: unknown. */
export const abandon = (message: Message): Tell => ({ type: 'abandon', message });
/** Hands the message to the application: the effect that the outside world sees. */
export const deliver = (message: Message): Tell => ({ type: 'deliver', message });
/** The receiving side declares the message finished. */
export const settle = (message: Message): Tell => ({ type: 'settle', message });

/** Whether a crash right after the effect wipes it out, so that cutting before or after it is the same. */
export const isVolatile = (effect: Effect): boolean =>
  effect.type === 'atomically'
    ? effect.effects.every(isVolatile)
    : effect.type === 'remember' || effect.type === 'arm' || effect.type === 'disarm';

/** Whether the effect, or a part of it, puts a packet on a link. */
export const sends = (effect: Effect): boolean =>
  effect.type === 'atomically' ? effect.effects.some(sends) : effect.type === 'send';

/** Whether the effect, or a part of it, can be observed from outside. */
export const tells = (effect: Effect): boolean =>
  effect.type === 'atomically' ? effect.effects.some(tells) : Object.hasOwn(observedAs, effect.type);
