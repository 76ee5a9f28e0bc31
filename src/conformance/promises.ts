import { atLeastOnce, atMostOnce, exactlyOnce, guarantees as modelGuarantees } from '../guarantees/index.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';

/** A promise that a recorded history can be held against. */
export interface HistoryGuarantee {
  readonly name: string;
  /** The promise in one sentence. */
  readonly sentence: string;
  /** Whether it speaks of what a group is handed, or of what it processes. */
  readonly subject: 'delivered' | 'processed';
  /** The definition, where models have the same promise. */
  readonly model?: Guarantee;
  /** The anomaly that breaks it, where only a recording can show it. */
  readonly brokenBy?: string;
}

const processing = (model: Guarantee, sentence: string): HistoryGuarantee => ({
  name: `${model.name} processing`,
  sentence,
  subject: 'processed',
  model,
});

const never = (name: string, sentence: string, brokenBy: string): HistoryGuarantee => ({
  name,
  sentence,
  subject: 'delivered',
  brokenBy,
});

export const inOrderPerKey: HistoryGuarantee = {
  name: 'in order per key',
  sentence:
    'Messages of one sender and one key are first delivered in the order in which they were submitted.',
  subject: 'delivered',
};

/** Every promise that histories are judged by: those of the models first, word for word. */
export const historyGuarantees: readonly HistoryGuarantee[] = [
  ...modelGuarantees.map((model): HistoryGuarantee => ({
    name: model.name,
    sentence: model.sentence,
    subject: 'delivered',
    model,
  })),
  processing(
    atMostOnce,
    'The effect of a message becomes durable zero or one times, and zero times if it was rejected.',
  ),
  processing(
    atLeastOnce,
    'The effect of every accepted message becomes durable in the end, unless the sender admits that it may not.',
  ),
  processing(
    exactlyOnce,
    'The effect of every accepted message becomes durable in the end, and of no message twice.',
  ),
  inOrderPerKey,
  never(
    'no corruption',
    'No message is delivered with a payload other than the one that was submitted.',
    'corrupted',
  ),
  never('no misrouting', 'No message is delivered where it was not sent to.', 'misrouted'),
  never(
    'no redelivery after settling',
    'No message is delivered after it was settled.',
    'redeliveredAfterSettle',
  ),
  never(
    'no concurrent handling',
    'No message is delivered to one consumer while another handles it.',
    'handledConcurrently',
  ),
  never('settled in the end', 'Every delivered message is settled in the end.', 'stuck'),
];

/**
 * The promise of that name.
 *
 * @throws TypeError if there is none.
 */
export const promiseOf = (name: string): HistoryGuarantee => {
  const promise = historyGuarantees.find((known) => known.name === name);
  if (promise === undefined) throw new TypeError(`histories are not judged by "${name}"`);
  return promise;
};

/** The definitions that are multiplied into the table: each about single messages, none made of others. */
export const definitions: readonly Guarantee[] = modelGuarantees.filter(
  ({ scope, parts }) => scope === 'message' && parts === undefined,
);

/** The definitions that a promise is made of. */
export const partsOf = ({ model }: HistoryGuarantee): readonly Guarantee[] =>
  model === undefined ? [] : (model.parts ?? [model]);

/** The promises that say in which order deliveries come, and the order that each of them speaks of. */
export const orderOf = ({ name }: HistoryGuarantee): 'bySender' | 'byKey' | undefined => {
  if (name === inOrderPerKey.name) return 'byKey';
  return modelGuarantees.some(({ name: known, scope }) => known === name && scope === 'sender')
    ? 'bySender'
    : undefined;
};

/**
 * A breach is seen in the lines up to it, so with all of them read it is certain. With one of them missing it
 * is certain only if nothing that may have stood there could mend it: two deliveries stay two. All other
 * promises are broken by something that did not happen before, and that may have been on the missing line.
 */
export const outlivesGaps = (promise: HistoryGuarantee): boolean =>
  partsOf(promise).includes(atMostOnce) ||
  promise.brokenBy === 'corrupted' ||
  promise.brokenBy === 'redeliveredAfterSettle';
