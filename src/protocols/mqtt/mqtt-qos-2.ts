/**
 * MQTT with quality of service 2, "exactly once": a publisher, a broker and a subscriber, as MQTT 5.0 has it.
 *
 * On each hop a message is handed over in two steps. PUBLISH and PUBREC hand over the message: the receiver owns
 * it, and stores its packet identifier, so that the same PUBLISH, sent again, is known and answered but not
 * delivered [MQTT-4.3.3-10]. PUBREL and PUBCOMP hand back the packet identifier: the sender says that it will
 * never send that PUBLISH again, which it must then keep to [MQTT-4.3.3-6], and the receiver may forget it.
 * From its PUBCOMP on the same packet identifier means a new message [MQTT-4.3.3-12]. So a record of finite size
 * filters duplicates without end, which for ids that are given once it cannot.
 *
 * What it filters is copies of a packet, on one hop, within one session. The message has no id of its own: a
 * client that loses its session and publishes again makes a duplicate that nobody can see (see the flawed twin).
 * As in `mqtt-qos-1.ts` the transport must be ordered and lossless [MQTT-4.2-1], and messages are sent again
 * only when a client reconnects and its session is present [MQTT-4.4.0-1].
 *
 * This is the method that figure 4.3 of MQTT 5.0 shows: the receiver stores the packet identifier and delivers
 * upon PUBLISH, in one step here; 3.1.1 calls it method B. Method A is `mqtt-qos-2-method-a.ts`.
 *
 * Left out: what `mqtt-qos-1.ts` leaves out; a PUBREC that refuses [MQTT-4.3.3-9] and message expiry
 * [MQTT-4.3.3-7, MQTT-4.3.3-13].
 */
import { atomically, confirm, deliver, protocol, remember, send, write } from '../../model/index.ts';
import type { Effects, Message, Protocol, Role } from '../../model/index.ts';
import { forward, publisher as atLeastOnce, resume } from './mqtt-qos-1.ts';
import { assigned, clients, connack, connect, nothingToSend } from './session.ts';
import { completed, publish, received, resend, withMessage } from './session.ts';
import type { Client, Connack, Connect, Outgoing, Publisher } from './session.ts';
import type { Pubcomp, Publish, Pubrec, Pubrel } from './session.ts';

/** When the receiver delivers: upon PUBREL (method A), or upon PUBLISH (method B). */
type Method = 'A' | 'B';
/** What the receiver stores until the PUBREL: the message (method A), or its packet identifier (method B). */
type Received = { packetId: number; message: Message | null };

export type Broker = {
  disk: Outgoing & { taken: readonly Received[] };
  memory: { offline: readonly Client[] };
  sends: Connack | Publish | Pubrec | Pubrel | Pubcomp;
  receives: Connect | Publish | Pubrec | Pubrel | Pubcomp;
};
export type Subscriber = {
  disk: { taken: readonly Received[] };
  sends: Connect | Pubrec | Pubcomp;
  receives: Connack | Publish | Pubrel;
};

const pubrec = (packetId: number, to?: string) => send<Pubrec>({ type: 'PUBREC', packetId }, to);
export const pubrel = (packetId: number, to?: string) => send<Pubrel>({ type: 'PUBREL', packetId }, to);
const pubcomp = (packetId: number, to?: string) => send<Pubcomp>({ type: 'PUBCOMP', packetId }, to);
const find = <Entry extends { packetId: number }>(entries: readonly Entry[], packetId: number) =>
  entries.find((entry) => entry.packetId === packetId);
const remove = (entries: readonly Received[], id: number) =>
  entries.filter(({ packetId }) => packetId !== id);

export const publisher: Role<Publisher> = {
  ...atLeastOnce,
  upon: {
    ...atLeastOnce.upon,
    receive: ({ disk, memory: { offline } }, packet): Effects<Publisher> => {
      if ((packet.type === 'CONNACK') !== offline) return [];
      switch (packet.type) {
        case 'CONNACK':
          return resume(disk, packet.sessionPresent);
        case 'PUBREC': {
          const owned = find(disk.unacknowledged, packet.packetId);
          return [
            write(received(disk, packet.packetId)), // [MQTT-4.3.3-3]
            ...(owned === undefined || owned.released ? [] : [confirm(owned.message)]),
            pubrel(packet.packetId), // [MQTT-4.3.3-4]
          ];
        }
        case 'PUBCOMP': {
          const { outgoing, fresh } = assigned(completed(disk, packet.packetId)); // [MQTT-4.3.3-5]
          return [write(outgoing), ...fresh.map((entry) => publish(entry))];
        }
        case 'PUBACK':
          return [];
      }
    },
  },
};

export const brokerBy = (method: Method): Role<Broker> => ({
  disk: { ...nothingToSend, taken: [] },
  memory: { offline: [] },
  upon: {
    receive: ({ disk, memory: { offline } }, packet, from): Effects<Broker> => {
      const { taken, ...stored } = disk;
      const isOffline = offline.includes('subscriber');
      if ((packet.type === 'CONNECT') !== offline.some((name) => name === from)) return [];
      switch (packet.type) {
        case 'CONNECT': {
          const online = remember({ offline: offline.filter((name) => name !== from) });
          const present = connack(!packet.cleanStart, from); // [MQTT-3.2.2-2] and [MQTT-3.2.2-3]
          if (from === 'publisher')
            return [online, ...(packet.cleanStart ? [write({ taken: [] })] : []), present];
          const session = packet.cleanStart ? nothingToSend : stored; // [MQTT-3.1.2-4]
          const { outgoing, fresh } = forward(session, false);
          const again = session.unacknowledged.map((entry) => resend(entry, 'subscriber')); // [MQTT-4.4.0-1]
          return [online, write(outgoing), present, ...again, ...fresh];
        }
        case 'PUBLISH': {
          const { packetId, message } = packet;
          if (find(taken, packetId)) return [pubrec(packetId, 'publisher')]; // [MQTT-4.3.3-10]
          if (method === 'A') {
            return [write({ taken: [...taken, { packetId, message }] }), pubrec(packetId, 'publisher')];
          }
          const { outgoing, fresh } = forward(withMessage(stored, message), isOffline);
          const both = { ...outgoing, taken: [...taken, { packetId, message: null }] };
          return [write(both), pubrec(packetId, 'publisher'), ...fresh]; // [MQTT-4.3.3-8]
        }
        case 'PUBREL': {
          const message = find(taken, packet.packetId)?.message ?? null;
          const { outgoing, fresh } = forward(
            message === null ? stored : withMessage(stored, message),
            isOffline,
          );
          const both = { ...outgoing, taken: remove(taken, packet.packetId) };
          return [write(both), pubcomp(packet.packetId, 'publisher'), ...fresh]; // [MQTT-4.3.3-11]
        }
        case 'PUBREC':
          return [write(received(stored, packet.packetId)), pubrel(packet.packetId, 'subscriber')];
        case 'PUBCOMP': {
          const { outgoing, fresh } = forward(completed(stored, packet.packetId), isOffline);
          return [write(outgoing), ...fresh];
        }
      }
    },
    disconnect: ({ memory: { offline } }, from) => [
      remember({ offline: clients.filter((name) => name === from || offline.includes(name)) }),
    ],
    restart: () => [remember({ offline: clients })],
  },
});

export const subscriberBy = (method: Method): Role<Subscriber> => ({
  disk: { taken: [] },
  upon: {
    receive: ({ disk: { taken } }, packet): Effects<Subscriber> => {
      if (packet.type === 'CONNACK') return [];
      const { packetId } = packet;
      const entry = find(taken, packetId);
      if (packet.type === 'PUBREL') {
        const done = write({ taken: remove(taken, packetId) });
        return [entry?.message ? atomically(deliver(entry.message), done) : done, pubcomp(packetId)];
      }
      if (entry) return [pubrec(packetId)];
      const { message } = packet;
      return method === 'A'
        ? [write({ taken: [...taken, { packetId, message }] }), pubrec(packetId)]
        : [
            atomically(write({ taken: [...taken, { packetId, message: null }] }), deliver(message)),
            pubrec(packetId),
          ];
    },
    disconnect: () => [connect()],
    restart: () => [connect()],
  },
});

/** Publisher, broker and subscriber; a flawed twin may have a publisher or a subscriber of its own. */
export const chainOf = (
  name: string,
  method: Method,
  ends: { publisher?: Role<Publisher>; subscriber?: Role<Subscriber> } = {},
): Protocol =>
  protocol({
    name,
    roles: { publisher, broker: brokerBy(method), subscriber: subscriberBy(method), ...ends },
    links: ['publisher -> broker', 'broker -> publisher', 'broker -> subscriber', 'subscriber -> broker'],
    connections: ['publisher <-> broker', 'broker <-> subscriber'],
  });

export const mqttQos2 = chainOf('mqtt-qos-2', 'B');
