/**
 * MQTT with quality of service 2 and a clean start each time, but the publisher publishes again in its new session
 * what was not finished in the last.
 *
 * It is what a client does that keeps its own list and not its session. The broker may well have had the message;
 * but it has discarded the packet identifier with the session, and nothing else says that it is the same one.
 */
import type { Role } from '../../../model/index.ts';
import { publisher as right } from '../mqtt-qos-2-new-session.ts';
import { resume } from '../mqtt-qos-1.ts';
import { chainOf } from '../mqtt-qos-2.ts';
import type { Publisher } from '../session.ts';

const publisher: Role<Publisher> = {
  ...right,
  upon: {
    ...right.upon,
    receive: (state, packet, from) =>
      packet.type === 'CONNACK' && state.memory.offline
        ? resume(state.disk, true) // as if its session were present
        : right.upon.receive!(state, packet, from),
  },
};

export const publishAgainInANewSession = chainOf('publish-again-in-a-new-session', 'B', { publisher });
