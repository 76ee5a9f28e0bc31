/**
 * MQTT with quality of service 1, "at least once": a publisher, a broker and a subscriber, as MQTT 5.0 has it.
 *
 * On each hop the sender stores a message, sends it as a PUBLISH under a packet identifier that is not in use,
 * and keeps it until the PUBACK; the receiver owns the message once it has sent that. The receiver does not ask
 * whether it has seen a message before: after its PUBACK the same packet identifier means a new message,
 * whatever the DUP flag says [MQTT-4.3.2-5].
 *
 * There is no timer. Messages are sent again when a client reconnects and its session is present, and "Clients
 * and Servers MUST NOT resend messages at any other time" [MQTT-4.4.0-1]: on a transport that is ordered and
 * lossless [MQTT-4.2-1] nothing else can have been lost. Both assumptions are needed. Where links lose (the
 * lossy world) nobody ever sends again; what a timer does is `flawed/resend-on-a-timer.ts`.
 *
 * The model begins with everyone connected and the subscriber subscribed, with sessions on disk. A client may ask
 * for a clean start; the broker then discards the session, and says that none is present. The publisher must
 * discard its own as well [MQTT-3.2.2-5], and tells its application that it does not know what became of the
 * messages in it (`abandon`).
 *
 * With a single packet identifier there is never a second packet on a link, so links that only reorder, or only
 * duplicate, do no harm beyond the duplicates that quality 1 allows. A role whose disk is lost cannot tell an
 * empty session from none, so that in the forgetful world the broker says that a session is present.
 *
 * Left out: topics, subscribing and reason codes; keep alive, expiry and flow control (a Receive Maximum of 1
 * comes of the pool); more than two copies of one message waiting at the broker.
 */
import { abandon, accept, confirm, deliver, protocol, remember, send, write } from '../../model/index.ts';
import type { Effects, Role } from '../../model/index.ts';
import { assigned, clients, connack, connect, nothingToSend } from './session.ts';
import { publish, resend, withMessage, without } from './session.ts';
import type { Client, Connack, Connect, Outgoing, Puback, Publish, Publisher, Pubrel } from './session.ts';

export type Broker = {
  disk: Outgoing;
  memory: { offline: readonly Client[] };
  sends: Connack | Puback | Publish | Pubrel;
  receives: Connect | Publish | Puback;
};
export type Subscriber = {
  sends: Connect | Puback;
  receives: Connack | Publish;
};

const puback = (packetId: number, to?: string) => send<Puback>({ type: 'PUBACK', packetId }, to);

export const publisher: Role<Publisher> = {
  disk: nothingToSend,
  memory: { offline: false },
  upon: {
    submit: ({ disk, memory: { offline } }, message) => {
      const stored = withMessage(disk, message);
      const { outgoing, fresh } = offline ? { outgoing: stored, fresh: [] } : assigned(stored);
      return [write(outgoing), accept(message), ...fresh.map((entry) => publish(entry))];
    },
    receive: ({ disk, memory: { offline } }, packet): Effects<Publisher> => {
      if ((packet.type === 'CONNACK') !== offline) return []; // one CONNACK, and first of all
      if (packet.type === 'CONNACK') return resume(disk, packet.sessionPresent);
      if (packet.type !== 'PUBACK') return [];
      const acknowledged = disk.unacknowledged.filter(({ packetId }) => packetId === packet.packetId);
      const { outgoing, fresh } = assigned(without(disk, packet.packetId)); // [MQTT-4.3.2-3]
      return [
        write(outgoing),
        ...acknowledged.map(({ message }) => confirm(message)),
        ...fresh.map((entry) => publish(entry)),
      ];
    },
    disconnect: () => [remember({ offline: true }), connect()],
    restart: () => [remember({ offline: true }), connect()],
  },
};

export const resume = (disk: Outgoing, sessionPresent: boolean): Effects<Publisher> => {
  const lost = sessionPresent ? [] : disk.unacknowledged.filter(({ released }) => !released);
  const { outgoing, fresh } = assigned(sessionPresent ? disk : { ...disk, unacknowledged: [] });
  return [
    remember({ offline: false }),
    ...lost.map(({ message }) => abandon(message)), // said before it is forgotten: [MQTT-3.2.2-5]
    write(outgoing),
    ...(sessionPresent ? disk.unacknowledged : []).map((entry) => resend(entry)), // [MQTT-4.4.0-1]
    ...fresh.map((entry) => publish(entry)),
  ];
};

/** Stores what is to be sent, gives it a packet identifier and sends it, if the subscriber is there. */
export const forward = (stored: Outgoing, isOffline: boolean) => {
  const { outgoing, fresh } = isOffline ? { outgoing: stored, fresh: [] } : assigned(stored);
  return { outgoing, fresh: fresh.map((entry) => publish(entry, 'subscriber')) };
};

export const broker: Role<Broker> = {
  disk: nothingToSend,
  memory: { offline: [] },
  upon: {
    receive: ({ disk, memory: { offline } }, packet, from): Effects<Broker> => {
      const isOffline = offline.includes('subscriber');
      if ((packet.type === 'CONNECT') !== offline.some((name) => name === from)) return []; // [MQTT-3.1.0-1] and [MQTT-3.1.0-2]
      switch (packet.type) {
        case 'CONNECT': {
          const online = remember({ offline: offline.filter((name) => name !== from) });
          const present = connack(!packet.cleanStart, from); // [MQTT-3.2.2-2] and [MQTT-3.2.2-3]
          if (from === 'publisher') return [online, present];
          const session = packet.cleanStart ? nothingToSend : disk; // [MQTT-3.1.2-4]
          const { outgoing, fresh } = forward(session, false);
          const again = session.unacknowledged.map((entry) => resend(entry, 'subscriber')); // [MQTT-4.4.0-1]
          return [online, write(outgoing), present, ...again, ...fresh];
        }
        case 'PUBLISH': {
          const { outgoing, fresh } = forward(withMessage(disk, packet.message), isOffline);
          return [write(outgoing), puback(packet.packetId, 'publisher'), ...fresh]; // [MQTT-4.3.2-4]
        }
        case 'PUBACK': {
          const { outgoing, fresh } = forward(without(disk, packet.packetId), isOffline);
          return [write(outgoing), ...fresh];
        }
      }
    },
    disconnect: ({ memory: { offline } }, from) => [
      remember({ offline: clients.filter((name) => name === from || offline.includes(name)) }),
    ],
    restart: () => [remember({ offline: clients })],
  },
};

export const subscriber: Role<Subscriber> = {
  upon: {
    receive: (_, packet) =>
      packet.type === 'PUBLISH' ? [deliver(packet.message), puback(packet.packetId)] : [],
    disconnect: () => [connect()],
    restart: () => [connect()],
  },
};

export const mqttQos1 = protocol({
  name: 'mqtt-qos-1',
  roles: { publisher, broker, subscriber },
  links: ['publisher -> broker', 'broker -> publisher', 'broker -> subscriber', 'subscriber -> broker'],
  connections: ['publisher <-> broker', 'broker <-> subscriber'],
});
