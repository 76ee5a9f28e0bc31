import { inOrder, strictlyInOrder } from '../../guarantees/index.ts';
import type { Trial } from './trial.ts';
import { fact } from './facts.ts';
import type { Group, Order } from './group.ts';
import type { Reading } from './reading.ts';
import { span } from './reading.ts';

export const inOrderPerKey = 'in order per key';

/** Of a message and its stream: what the stream is called where order is broken in it. */
interface Stream {
  readonly order: Order;
  readonly stream: number;
  readonly anomaly: string;
  readonly guarantee: string;
  readonly strictly?: string;
}

/**
 * Watches the order of deliveries, for each sender and for each key of each sender. Neither an abandoned message
 * nor a delivery before the submission was recorded counts, and a redelivery only for the strict promise.
 */
export const watchOrder = (
  trial: Trial,
  message: number,
  group: Group,
  facts: number,
  reading: Reading,
): void => {
  if (!(facts & fact.submitted) || facts & fact.adrift) return;
  const { store } = trial;
  watch(trial, message, group, facts, reading, {
    order: group.bySender,
    stream: store.numberIn('sender', message),
    anomaly: 'reordered',
    guarantee: inOrder.name,
    strictly: strictlyInOrder.name,
  });
  const stream = store.numberIn('stream', message);
  if (stream === 0) return;
  const byKey = { order: group.byKey, stream, anomaly: 'reorderedPerKey', guarantee: inOrderPerKey };
  watch(trial, message, group, facts, reading, byKey);
};

const watch = (
  trial: Trial,
  message: number,
  group: Group,
  facts: number,
  reading: Reading,
  { order, stream, anomaly, guarantee, strictly }: Stream,
): void => {
  const { store } = trial;
  const latest = order.latest.get(stream) - 1;
  if (latest < 0 || store.placeOf(latest) <= store.placeOf(message)) {
    if (latest !== message) order.latest.set(stream, message + 1);
    return;
  }
  const { line } = reading;
  const claim = () => ({
    message: reading.textOf(span.message),
    other: latest,
    say: (name: string, other: string) => `${name} is delivered after ${other}, which was submitted later`,
  });
  if (strictly !== undefined && !order.brokenStrictly.has(stream)) {
    order.brokenStrictly.add(stream);
    trial.breach(strictly, group, line, claim);
  }
  if (facts & fact.arrived) return;
  if (!order.broken.has(stream)) {
    order.broken.add(stream);
    trial.breach(guarantee, group, line, claim);
  }
  group.anomalies.of(anomaly).add(line, true, () => ({
    ...claim(),
    say: (name, other) => `${name} is first delivered after ${other}, which was submitted later`,
  }));
};
