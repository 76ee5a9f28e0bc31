/**
 * What the protocols of MQTT share: control packets, and the part of a session that belongs to whoever sends.
 *
 * A session outlives its connections. It keeps the messages that wait for a packet identifier, and those that
 * were sent under one and are not completely acknowledged. Packet identifiers come from a finite pool and are
 * used again: 16 bits in the original, a single one here, which is a Receive Maximum of 1.
 */
import { send } from '../../model/index.ts';
import type { Message } from '../../model/index.ts';

export type Connect = { type: 'CONNECT'; cleanStart: boolean };
export type Connack = { type: 'CONNACK'; sessionPresent: boolean };
export type Publish = { type: 'PUBLISH'; dup: boolean; packetId: number; message: Message };
export type Puback = { type: 'PUBACK'; packetId: number };
export type Pubrec = { type: 'PUBREC'; packetId: number };
export type Pubrel = { type: 'PUBREL'; packetId: number };
export type Pubcomp = { type: 'PUBCOMP'; packetId: number };

/** A message under its packet identifier; `released` when it was received, and its PUBREL sent (QoS 2). */
export type Unacknowledged = { packetId: number; message: Message; released: boolean };
export type Outgoing = { unacknowledged: readonly Unacknowledged[]; waiting: readonly Message[] };

/** Whoever publishes: on disk its session, in memory whether it waits for a CONNACK. */
export type Publisher = {
  disk: Outgoing;
  memory: { offline: boolean };
  sends: Connect | Publish | Pubrel;
  receives: Connack | Puback | Pubrec | Pubcomp;
};
export type Client = 'publisher' | 'subscriber';
export const clients: readonly Client[] = ['publisher', 'subscriber'];

export const nothingToSend: Outgoing = { unacknowledged: [], waiting: [] };

const pool: readonly number[] = [1];

/**
 * Takes a message into the session. One that is still there is not stored twice: a bound of the model, for it
 * would only be delivered again, as it may be anyway.
 */
export const withMessage = ({ unacknowledged, waiting }: Outgoing, message: Message): Outgoing => {
  const kept = [...unacknowledged.map((entry) => entry.message), ...waiting];
  return {
    unacknowledged,
    waiting: kept.some(({ id }) => id === message.id) ? waiting : [...waiting, message],
  };
};

/** Frees a packet identifier. */
export const without = ({ unacknowledged, waiting }: Outgoing, packetId: number): Outgoing => ({
  unacknowledged: unacknowledged.filter((entry) => entry.packetId !== packetId),
  waiting,
});

/** Discards a message that has been received, but not yet its packet identifier. */
export const received = ({ unacknowledged, waiting }: Outgoing, packetId: number): Outgoing => ({
  unacknowledged: unacknowledged.map((entry) =>
    entry.packetId === packetId ? { ...entry, released: true } : entry,
  ),
  waiting,
});

/** Frees a packet identifier once its PUBREL is acknowledged; a PUBCOMP that comes earlier is about a predecessor. */
export const completed = (outgoing: Outgoing, packetId: number): Outgoing =>
  outgoing.unacknowledged.some((entry) => entry.packetId === packetId && entry.released)
    ? without(outgoing, packetId)
    : outgoing;

/** Gives unused packet identifiers to what waits for one: [MQTT-4.3.2-1] and [MQTT-4.3.3-1]. */
export const assigned = ({ unacknowledged, waiting }: Outgoing) => {
  const unused = pool.filter((id) => !unacknowledged.some(({ packetId }) => packetId === id));
  const fresh = waiting
    .slice(0, unused.length)
    .map((message, n): Unacknowledged => ({ packetId: unused[n]!, message, released: false }));
  const outgoing: Outgoing = {
    unacknowledged: [...unacknowledged, ...fresh],
    waiting: waiting.slice(fresh.length),
  };
  return { outgoing, fresh };
};

export const connect = (cleanStart = false) => send<Connect>({ type: 'CONNECT', cleanStart });
export const connack = (sessionPresent: boolean, to: string) =>
  send<Connack>({ type: 'CONNACK', sessionPresent }, to);
/** For the first time: [MQTT-4.3.2-2] and [MQTT-4.3.3-2]. */
export const publish = ({ packetId, message }: Unacknowledged, to?: string) =>
  send<Publish>({ type: 'PUBLISH', dup: false, packetId, message }, to);
/** Again, under the original packet identifier: [MQTT-4.4.0-1]; or its PUBREL, and never both: [MQTT-4.3.3-6]. */
export const resend = ({ packetId, message, released }: Unacknowledged, to?: string) =>
  released
    ? send<Pubrel>({ type: 'PUBREL', packetId }, to)
    : send<Publish>({ type: 'PUBLISH', dup: true, packetId, message }, to);
