/**
 * MQTT with quality of service 2, and a publisher that asks for a clean start each time that it connects.
 *
 * Its session ends with its connection. The broker forgets the packet identifiers that it held for it
 * [MQTT-3.1.2-4] and answers that no session is present [MQTT-3.2.2-2], and the publisher must forget what it
 * had not finished [MQTT-3.2.2-5]: the broker may have had it or not. It tells its application so (`abandon`),
 * and that is all it can honestly do. What is abandoned may be lost, what is not is delivered once. Quality of
 * service 2 has become at most once for what was under way, and only a message with an id of its own could be
 * sent again safely. The subscriber keeps its session.
 *
 * Left out: what `mqtt-qos-2.ts` leaves out.
 */
import { remember } from '../../model/index.ts';
import type { Role } from '../../model/index.ts';
import { chainOf, publisher as right } from './mqtt-qos-2.ts';
import { connect } from './session.ts';
import type { Publisher } from './session.ts';

export const publisher: Role<Publisher> = {
  ...right,
  upon: {
    ...right.upon,
    disconnect: () => [remember({ offline: true }), connect(true)],
    restart: () => [remember({ offline: true }), connect(true)],
  },
};

export const mqttQos2NewSession = chainOf('mqtt-qos-2-new-session', 'B', { publisher });
