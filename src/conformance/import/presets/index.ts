import type { Mapping } from '../mapping.ts';
import { cloudevents, cloudeventsReceived, cloudeventsSent } from './cloudevents.ts';
import { jepsen, jepsenLog } from './jepsen.ts';
import { otel, otelLinks, otelReceive } from './otel.ts';

/** Mappings that are there by name: each is a mapping file like any other. */
export const presets: ReadonlyMap<string, Mapping> = new Map([
  ['otel', otel],
  ['otel-receive', otelReceive],
  ['otel-links', otelLinks],
  ['cloudevents', cloudevents],
  ['cloudevents-sent', cloudeventsSent],
  ['cloudevents-received', cloudeventsReceived],
  ['jepsen', jepsen],
  ['jepsen-log', jepsenLog],
]);
