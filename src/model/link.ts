import type { Packet } from './message.ts';
import { Interner, remembered } from './plain.ts';

/**
 * Travels on the links of a connection when it closes, behind what was sent on it: the end that it reaches
 * learns that the connection is closed, and hears nothing more of what was sent before. No role ever sends it.
 */
export const closing: Packet = { type: 'connection closed' };

/** Put on a link, it takes off what is there: a process that has crashed reads no more of its connections. */
export const clearing: Packet = { type: 'connection dropped' };

/** Whether the world has put it on a link, and no role. */
export const isOfWorld = ({ type }: Packet): boolean => type === closing.type || type === clearing.type;

export const isClosing = ({ type }: Packet): boolean => type === closing.type;

/** The packets on their way, the next to arrive first; a bag is kept sorted, for its order means nothing. */
export type Content = readonly Packet[];

/**
 * How a link treats what travels on it. A `queue` hands packets over in the order in which they were sent,
 * and only its head can be lost or duplicated: the decision is deferred until then, the traces are the same.
 * From a `bag` any packet may arrive next; equal packets are one choice. In a `set` whatever was once sent may
 * arrive again and again: no link of a real system, but it can do whatever the other two can.
 */
export type Discipline = 'queue' | 'bag' | 'set';

/** The pure operations on the contents of one kind of link, each remembered for every content and packet. */
export interface Channel {
  readonly empty: Content;
  /** The packets that may arrive, be lost or be duplicated next, each distinct one once. */
  readonly exposed: (content: Content) => Content;
  readonly put: (content: Content, packet: Packet) => Content;
  readonly take: (content: Content, packet: Packet) => Content;
  readonly duplicate: (content: Content, packet: Packet) => Content;
  readonly textOf: (content: Content) => string;
  /** How many packets of roles are on their way. */
  readonly sizeOf: (content: Content) => number;
  /** Whether a connection has closed, and the end of the link has not heard of it yet. */
  readonly isClosed: (content: Content) => boolean;
}

/** The packets are those of `packets`: equal ones are identical. */
export const channel = (discipline: Discipline, packets: Interner<Packet>): Channel => {
  const contents = new Interner<Content>(Object.freeze);
  const keep = (content: Content): Content =>
    contents.internText(`[${content.map((packet) => packets.textOf(packet)).join(',')}]`, content);
  const sorted = (content: Content): Content =>
    [...content].sort((a, b) => compare(packets.textOf(a), packets.textOf(b)));
  const each = (change: (content: Content, packet: Packet) => Content): Channel['put'] => {
    const changes = remembered((content: Content) =>
      remembered((packet: Packet) => keep(change(content, packet))),
    );
    return (content, packet) => changes(content)(packet);
  };
  const same = (content: Content): Content => content;
  const withoutOne = each((content, packet) => content.toSpliced(content.indexOf(packet), 1));
  const distinct = remembered((content: Content): Content => [...new Set(content)]);
  const isClosed = remembered((content: Content): boolean => content.some(isClosing));
  const shared = {
    empty: keep([]),
    textOf: (content: Content) => contents.textOf(content),
    sizeOf: remembered((content: Content) => content.filter((packet) => !isClosing(packet)).length),
  };
  switch (discipline) {
    case 'queue':
      return {
        ...shared,
        isClosed,
        exposed: remembered((content) => distinct([...content.slice(0, 1), ...content.filter(isClosing)])),
        put: each((content, packet) => (packet.type === clearing.type ? [] : [...content, packet])),
        // Whoever learns that the connection is closed reads no more of what was sent on it.
        take: each((content, packet) => content.slice(isClosing(packet) ? content.indexOf(packet) + 1 : 1)),
        // The copy follows right behind: a queue does not let it be overtaken.
        duplicate: each((content, packet) => [packet, ...content]),
      };
    case 'bag': {
      const put = each((content, packet) =>
        packet.type === clearing.type
          ? content.filter((other) => !isClosing(other))
          : sorted([...content, packet]),
      );
      return { ...shared, isClosed, exposed: distinct, put, take: withoutOne, duplicate: put };
    }
    case 'set': {
      const put = each((content, packet) =>
        packet.type === clearing.type ? content : sorted([...new Set([...content, packet])]),
      );
      // Nothing that is sent is ever lost in it, whatever has become of the connection.
      return { ...shared, isClosed: () => false, exposed: distinct, put, take: same, duplicate: same };
    }
  }
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
