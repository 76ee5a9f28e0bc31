import type { Effect, TellType } from '../../model/effect.ts';
import type { MessageId, Packet, RoleName } from '../../model/message.ts';
import type { Place } from '../../model/place.ts';
import type { Flight } from './flight.ts';
import { labelOf } from './label.ts';

/** An effect of a story: it happened, or it was cut off by a crash. */
export type Deed =
  | SendDeed
  | { readonly type: 'write' | 'remember'; readonly fields: readonly string[] }
  | { readonly type: 'arm' | 'disarm'; readonly timer: string }
  | TellDeed
  | { readonly type: 'atomically'; readonly deeds: readonly Deed[] };

export interface SendDeed {
  readonly type: 'send';
  readonly label: string;
  /** Only where more than one link leads away. */
  readonly to?: RoleName;
  /** The packet on its way; there is none when the sending was cut off. */
  readonly flight?: Flight;
}

export interface TellDeed {
  readonly type: TellType;
  readonly message: MessageId;
}

/** `launch` puts what is sent on its way; without it nothing is, for the effects were cut off. */
export const deedsOf = (
  place: Place,
  effects: readonly Effect[],
  launch?: (to: RoleName, packet: Packet) => Flight,
): readonly Deed[] => effects.map((effect) => deedOf(place, effect, launch));

const deedOf = (
  place: Place,
  effect: Effect,
  launch: ((to: RoleName, packet: Packet) => Flight) | undefined,
): Deed => {
  switch (effect.type) {
    case 'send': {
      const { packet, to = place.peers[0]! } = effect;
      return {
        type: 'send',
        label: labelOf(packet),
        ...(place.peers.length > 1 ? { to } : {}),
        ...(launch === undefined ? {} : { flight: launch(to, packet) }),
      };
    }
    case 'write':
      return { type: 'write', fields: Object.keys(effect.disk) };
    case 'remember':
      return { type: 'remember', fields: Object.keys(effect.memory) };
    case 'arm':
    case 'disarm':
      return { type: effect.type, timer: effect.timer };
    case 'atomically':
      return { type: 'atomically', deeds: deedsOf(place, effect.effects, launch) };
    default:
      return { type: effect.type, message: effect.message.id };
  }
};

/** The deeds one by one, those of an atomic group too. */
export const flat = (deeds: readonly Deed[]): readonly Exclude<Deed, { type: 'atomically' }>[] =>
  deeds.flatMap((deed) => (deed.type === 'atomically' ? flat(deed.deeds) : [deed]));
