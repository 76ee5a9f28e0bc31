import * as keeps from '../guarantees/index.ts';
import { cleanStartEachTime } from '../protocols/mqtt/flawed/clean-start-each-time.ts';
import { publishAfterPubrel } from '../protocols/mqtt/flawed/publish-after-pubrel.ts';
import { publishAgainInANewSession } from '../protocols/mqtt/flawed/publish-again-in-a-new-session.ts';
import { resendOnATimer } from '../protocols/mqtt/flawed/resend-on-a-timer.ts';
import { mqttQos0 } from '../protocols/mqtt/mqtt-qos-0.ts';
import { mqttQos2NewSession } from '../protocols/mqtt/mqtt-qos-2-new-session.ts';
import { mqttQos2MethodA } from '../protocols/mqtt/mqtt-qos-2-method-a.ts';
import { mqttQos2 } from '../protocols/mqtt/mqtt-qos-2.ts';
import { mqttQos1 } from '../protocols/mqtt/mqtt-qos-1.ts';
import { everywhere, except, only } from './claims.ts';
import type { Claim, Entry, Family, Flaw } from './claims.ts';

/** Where roles crash, one message is enough; elsewhere two show that a packet identifier is used again. */
const oneMessage = { messages: 1, capacity: 2 };
const twoMessages = { messages: 2 };

/**
 * The links must not reorder at all, and each way in which they may fail is explored by itself. All at once, with
 * three roles that crash, is too much.
 */
const hostile = { crashes: { broker: 1 }, duplicates: 1 };

/** Where links are as the specification demands; and where they fail in a way that one packet at a time stands. */
const onConnections = only('calm', 'duplicating', 'reordering', 'crashing', 'partitioned', 'resetting');

/** With one packet identifier no message is under way before the last is done. */
const inOrderOnConnections: readonly Claim[] = [
  { guarantee: keeps.inOrder, worlds: except('crashing', 'forgetful', 'hostile') },
  { guarantee: keeps.strictlyInOrder, worlds: except('crashing', 'forgetful', 'hostile') },
];

const exactlyOnceOnConnections: readonly Claim[] = [
  { guarantee: keeps.atLeastOnce, worlds: onConnections },
  { guarantee: keeps.exactlyOnce, worlds: onConnections },
  { guarantee: keeps.honestConfirmation, worlds: onConnections },
  { guarantee: keeps.noCreation, worlds: everywhere },
  ...inOrderOnConnections,
];

const entries: readonly Entry[] = [
  {
    protocol: mqttQos0,
    summary: 'sent once on each hop, and forgotten',
    scope: oneMessage,
    scopeWithoutCrashes: twoMessages,
    hostile,
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('duplicating', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: only('calm', 'duplicating', 'reordering', 'partitioned') },
      { guarantee: keeps.exactlyOnce, worlds: only('calm', 'reordering', 'partitioned') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: except('reordering', 'crashing', 'forgetful', 'hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('reordering', 'crashing', 'forgetful', 'hostile') },
    ],
  },
  {
    protocol: mqttQos1,
    summary: 'PUBLISH until PUBACK on each hop; sent again when a client reconnects, and only then',
    scope: oneMessage,
    scopeWithoutCrashes: twoMessages,
    hostile,
    claims: [
      { guarantee: keeps.atMostOnce, worlds: only('calm', 'lossy', 'reordering', 'partitioned', 'severed') },
      { guarantee: keeps.atLeastOnce, worlds: onConnections },
      { guarantee: keeps.exactlyOnce, worlds: only('calm', 'reordering', 'partitioned') },
      { guarantee: keeps.honestConfirmation, worlds: onConnections },
      { guarantee: keeps.noCreation, worlds: everywhere },
      ...inOrderOnConnections,
    ],
  },
  {
    protocol: mqttQos2,
    summary: 'PUBLISH until PUBREC, then PUBREL until PUBCOMP, on each hop; delivered upon PUBLISH',
    scope: oneMessage,
    scopeWithoutCrashes: twoMessages,
    hostile,
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('forgetful', 'hostile') },
      ...exactlyOnceOnConnections,
    ],
  },
  {
    protocol: mqttQos2MethodA,
    summary: 'PUBLISH until PUBREC, then PUBREL until PUBCOMP, on each hop; delivered upon PUBREL',
    scope: oneMessage,
    scopeWithoutCrashes: twoMessages,
    hostile,
    claims: [{ guarantee: keeps.atMostOnce, worlds: except('hostile') }, ...exactlyOnceOnConnections],
  },
  {
    protocol: mqttQos2NewSession,
    summary: 'quality of service 2 with a clean start; what was under way is given up, and said to be',
    scope: oneMessage,
    hostile,
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('forgetful', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: onConnections },
      { guarantee: keeps.exactlyOnce, worlds: onConnections },
      { guarantee: keeps.honestConfirmation, worlds: onConnections },
      { guarantee: keeps.noCreation, worlds: everywhere },
    ],
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: resendOnATimer,
    twinOf: mqttQos1,
    summary: 'quality of service 1, but sent again on a timer inside a connection',
    scope: { messages: 2, capacity: 2 },
    guarantee: keeps.honestConfirmation,
    world: 'resetting',
  },
  {
    protocol: publishAfterPubrel,
    twinOf: mqttQos2,
    summary: 'quality of service 2, but published again although it was released',
    scope: oneMessage,
    guarantee: keeps.atMostOnce,
    world: 'resetting',
  },
  {
    protocol: publishAgainInANewSession,
    twinOf: mqttQos2NewSession,
    summary: 'quality of service 2 with a clean start, but published again in the new session',
    scope: oneMessage,
    guarantee: keeps.atMostOnce,
    world: 'resetting',
  },
  {
    protocol: cleanStartEachTime,
    twinOf: mqttQos2,
    summary: 'quality of service 2, but the subscriber connects with a clean start each time',
    scope: oneMessage,
    guarantee: keeps.atLeastOnce,
    world: 'resetting',
  },
];

/** MQTT and its three qualities of service. */
export const mqtt: Family = {
  name: 'mqtt',
  title: 'MQTT',
  entries,
  flaws,
};
