import type { Packet } from './message.ts';

/** The field in which a packet carries what its sender's clock showed: no role writes or reads it. */
const field = 'sent at';

type Stamped = Packet & { readonly [field]?: number };

/** The packet as it travels where packets do not live for ever: with what its sender's clock showed. */
export const stamped = (packet: Packet, clock: number): Packet => ({ ...packet, [field]: clock }) as Packet;

/** What the clock of its sender showed when the packet was sent, if that matters to anybody. */
export const sentAtOf = (packet: Packet): number | undefined => (packet as Stamped)[field];

/** The packet as roles know it. */
export const unstamped = (packet: Packet): Packet => {
  if (sentAtOf(packet) === undefined) return packet;
  const { [field]: _, ...rest } = packet as Stamped;
  return rest;
};
