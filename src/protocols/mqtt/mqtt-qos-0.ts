/**
 * MQTT with quality of service 0, "at most once": a publisher, a broker, a subscriber, and no memory.
 *
 * The sender sends a PUBLISH and forgets it [MQTT-4.3.1-1]; the receiver owns it when it comes. Nothing is
 * acknowledged, nothing sent again, nothing filtered: it is at most once because the transport below, an
 * ordered and lossless stream of bytes [MQTT-4.2-1], delivers nothing twice. What is under way when a
 * connection breaks is gone.
 *
 * Left out: CONNECT and CONNACK, which change nothing where a session keeps nothing; and that a broker may keep
 * messages of quality 0 for subscribers that are away.
 */
import { accept, deliver, protocol, send } from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';

type Publish = { type: 'PUBLISH'; message: Message };

const publisher: Role<{ sends: Publish }> = {
  upon: {
    submit: (_, message) => [accept(message), send({ type: 'PUBLISH', message })],
  },
};

const broker: Role<{ sends: Publish; receives: Publish }> = {
  upon: {
    receive: (_, { message }) => [send({ type: 'PUBLISH', message }, 'subscriber')],
  },
};

const subscriber: Role<{ receives: Publish }> = {
  upon: {
    receive: (_, { message }) => [deliver(message)],
  },
};

export const mqttQos0 = protocol({
  name: 'mqtt-qos-0',
  roles: { publisher, broker, subscriber },
  links: ['publisher -> broker', 'broker -> publisher', 'broker -> subscriber', 'subscriber -> broker'],
  connections: ['publisher <-> broker', 'broker <-> subscriber'],
});
