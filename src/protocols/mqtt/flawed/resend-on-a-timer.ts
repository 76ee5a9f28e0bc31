/**
 * MQTT with quality of service 1, but the publisher also sends again when a PUBACK does not come in time.
 *
 * It looks like more care, and was allowed in earlier versions. A second PUBLISH brings a second PUBACK, by
 * which time the packet identifier belongs to another message: that one counts as acknowledged while it is
 * still under way. When its connection breaks, nobody has it any more, and its publisher was told that the
 * broker had it. The links lose nothing and keep their order.
 */
import { arm, protocol } from '../../../model/index.ts';
import type { Effects, Role } from '../../../model/index.ts';
import { broker, publisher as right, subscriber } from '../mqtt-qos-1.ts';
import { resend } from '../session.ts';
import type { Publisher as Right } from '../session.ts';

type Publisher = Right & { timer: 'resend' };

const publisher: Role<Publisher> = {
  ...right,
  upon: {
    ...right.upon,
    submit: (state, message) => [
      ...(right.upon.submit!(state, message) as Effects<Publisher>),
      arm('resend'),
    ],
    timeout: ({ disk: { unacknowledged }, memory: { offline } }) =>
      offline ? [arm('resend')] : [...unacknowledged.map((entry) => resend(entry)), arm('resend')], // inside a connection
  },
};

export const resendOnATimer = protocol({
  name: 'resend-on-a-timer',
  roles: { publisher, broker, subscriber },
  links: ['publisher -> broker', 'broker -> publisher', 'broker -> subscriber', 'subscriber -> broker'],
  connections: ['publisher <-> broker', 'broker <-> subscriber'],
});
