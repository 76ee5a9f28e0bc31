import type { WorldModel } from '../../model/compose.ts';
import type { LinkName, Packet, RoleName } from '../../model/message.ts';
import { textOf } from '../../model/plain.ts';
import { endsOf } from '../../model/protocol.ts';
import { sentAtOf, unstamped } from '../../model/stamp.ts';
import type { WorldState } from '../../model/setting.ts';
import { labelOf } from './label.ts';

/** The life of one packet, from its sending, or its duplication, to its end. */
export interface Flight {
  readonly from: RoleName;
  readonly to: RoleName;
  readonly label: string;
  /** The number of the step that put it on its link. */
  readonly sent: number;
  /** Whether a link made it, by duplication, and no role. */
  readonly isCopy: boolean;
  readonly end: FlightEnd;
}

/**
 * - `severed`  its link was cut off for ever, so it will never move again
 * - `dropped`  the connection was closed before its end has read it
 */
export type FlightEnd =
  | { readonly type: 'arrived' | 'lost' | 'severed' | 'dropped'; readonly step: number }
  | { readonly type: 'in flight' };

type Ended = Exclude<FlightEnd, { readonly type: 'in flight' }>;

/** What is on its way while a story is made: it tells which of the packets sent is the one that arrives. */
export interface Airspace {
  /** Every flight so far, in the order of sending. */
  readonly flights: readonly Flight[];
  readonly launch: (link: LinkName, packet: Packet, step: number, before: WorldState) => Flight;
  readonly land: (link: LinkName, packet: Packet, end: Ended) => Flight;
  readonly double: (link: LinkName, packet: Packet, step: number) => { flight: Flight; copy: Flight };
  /** Ends everything on a link that will never move again. */
  readonly ground: (link: LinkName, step: number) => void;
  /** Ends the packets that were longest under way on a link, for nobody reads them any more. */
  readonly drop: (link: LinkName, count: number, step: number) => readonly Flight[];
}

interface Aloft {
  readonly text: string;
  /** What the clock of its sender showed. */
  readonly clock: number | undefined;
  readonly flight: Flight;
}

/**
 * Follows packets through a trace. An action names a packet by its content, and of equal packets on one link
 * nobody can say which is which: the one that has been under way for the longest is taken.
 */
export const airspace = ({ protocol, world, setting }: WorldModel): Airspace => {
  const flights: Flight[] = [];
  const aloft = new Map(protocol.links.map((link) => [link, [] as Aloft[]]));

  const launch: Airspace['launch'] = (link, packet, step, before) => {
    const index = protocol.links.indexOf(link);
    const isDead = !world.healing && before.faults.severed[index] === true;
    const opposite = before.links[setting.opposite[index]!];
    const isUnheard = opposite !== undefined && setting.channel.isClosed(opposite);
    const type = isDead ? 'severed' : isUnheard ? 'dropped' : 'in flight';
    const end: FlightEnd = type === 'in flight' ? { type } : { type, step };
    const flight = { ...endsOf(link), label: labelOf(packet), sent: step, isCopy: false, end };
    flights.push(flight);
    const { read, clock } = before.processes[setting.roles.indexOf(flight.from)]!;
    if (!isUnheard) aloft.get(link)!.push({ text: textOf(packet), clock: read ?? clock, flight });
    return flight;
  };
  const indexOf = (link: LinkName, packet: Packet): number => {
    const text = textOf(unstamped(packet));
    const sentAt = sentAtOf(packet);
    return aloft
      .get(link)!
      .findIndex((other) => other.text === text && (sentAt === undefined || other.clock === sentAt));
  };

  return {
    flights,
    launch,
    land: (link, packet, how) => {
      const [landed] = aloft.get(link)!.splice(indexOf(link, packet), 1);
      return ended(landed!.flight, how);
    },
    double: (link, packet, step) => {
      const index = indexOf(link, packet);
      const original = aloft.get(link)![index]!;
      const copy: Flight = { ...original.flight, sent: step, isCopy: true };
      flights.push(copy);
      aloft.get(link)!.splice(index + 1, 0, { ...original, flight: copy });
      return { flight: original.flight, copy };
    },
    drop: (link, count, step) =>
      aloft
        .get(link)!
        .splice(0, count)
        .map(({ flight }) => ended(flight, { type: 'dropped', step })),
    ground: (link, step) => {
      for (const { flight } of aloft.get(link)!.splice(0)) ended(flight, { type: 'severed', step });
    },
  };
};

/** Flights are known to end only while the story goes on, so this one field is set late. */
const ended = (flight: Flight, end: Ended): Flight => Object.assign(flight, { end });
