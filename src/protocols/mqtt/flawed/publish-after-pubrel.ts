/**
 * MQTT with quality of service 2, but a publisher that reconnects sends its PUBLISH again although its PUBREL is
 * out.
 *
 * That is what [MQTT-4.3.3-6] forbids. The broker may have had the PUBREL and forgotten the packet identifier,
 * and then it is a new message.
 */
import type { Role } from '../../../model/index.ts';
import { resume } from '../mqtt-qos-1.ts';
import { chainOf, publisher as right } from '../mqtt-qos-2.ts';
import type { Outgoing, Publisher } from '../session.ts';

const unreleased = ({ unacknowledged, waiting }: Outgoing): Outgoing => ({
  unacknowledged: unacknowledged.map((entry) => ({ ...entry, released: false })), // all over again
  waiting,
});

const publisher: Role<Publisher> = {
  ...right,
  upon: {
    ...right.upon,
    receive: (state, packet, from) =>
      packet.type === 'CONNACK' && state.memory.offline
        ? resume(unreleased(state.disk), packet.sessionPresent)
        : right.upon.receive!(state, packet, from),
  },
};

export const publishAfterPubrel = chainOf('publish-after-pubrel', 'B', { publisher });
