/**
 * MQTT with quality of service 2, but the subscriber asks for a clean start each time that it connects.
 *
 * The broker discards its session, and with it what was stored for the subscriber and not yet taken over. Quality
 * of service is a property of the session, not of the message.
 */
import { write } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { chainOf, subscriberBy } from '../mqtt-qos-2.ts';
import type { Subscriber } from '../mqtt-qos-2.ts';
import { connect } from '../session.ts';

const right = subscriberBy('B');

const subscriber: Role<Subscriber> = {
  ...right,
  upon: {
    ...right.upon,
    disconnect: () => [write({ taken: [] }), connect(true)],
    restart: () => [write({ taken: [] }), connect(true)],
  },
};

export const cleanStartEachTime = chainOf('clean-start-each-time', 'B', { subscriber });
