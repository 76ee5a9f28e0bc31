import type { Each, EventRule, Group, Mapping, Rule, Side, Source } from '../mapping.ts';
import { attribute, names } from './otel-attributes.ts';

const records: readonly Each[] = [
  { name: 'resource', in: 'resourceSpans[]' },
  { name: 'scope', in: '$resource.scopeSpans[]' },
  { name: 'span', in: '$scope.spans[]' },
];

const began = { from: 'startTimeUnixNano', unit: 'nanoseconds' } as const;
const finished = { from: 'endTimeUnixNano', unit: 'nanoseconds' } as const;
/** Where no client is named each span is its own process: then nothing is said about order. */
const process = { from: ['$client', 'spanId'] } as const;
const position = { join: ['$partition', '$offset'], with: '/' } as const;

const submitted = (message: Source): EventRule => ({
  type: { constant: 'submitted' },
  message,
  process,
  key: '$key',
  at: began,
});
const answered = (type: 'confirmed' | 'abandoned', message: Source): EventRule => ({
  type: { constant: type },
  message,
  process,
  at: finished,
});
const delivered = (message: Source): EventRule => ({
  type: { constant: 'delivered' },
  message,
  process,
  consumer: '$client',
  group: '$group',
  position,
  attempt: '$attempt',
  at: began,
});
const settled = (message: Source): EventRule => ({
  type: { constant: 'settled' },
  message,
  process,
  consumer: '$client',
  group: '$group',
  at: finished,
});

type Conditions = NonNullable<Rule['when']>;

/** How the message of a span, and those of its links, are known. */
interface Identity {
  /** Of the span itself, on the sides where it may have one. */
  readonly own: { readonly message: Source; readonly when: Conditions; readonly sides: readonly Side[] };
  /** Of one link of it. */
  readonly linked: { readonly message: Source; readonly when: string };
}

/** The events for each link; a link that names no message may stand for any, and so may those that were dropped. */
const forEachLink = (
  { linked }: Identity,
  side: Side,
  events: (message: Source) => readonly EventRule[],
): readonly Group[] => [
  {
    each: [{ name: 'link', in: 'links[]', when: { [linked.when]: { present: true } } }],
    events: events(linked.message),
  },
  {
    each: [{ name: 'link', in: 'links[]', when: { [linked.when]: { present: false } } }],
    events: [],
    opens: [side],
  },
  {
    each: [{ name: 'dropped', in: 'droppedLinksCount', when: { $dropped: { not: [0] } } }],
    events: [],
    opens: [side],
  },
];

/** A span of one message, one of several by its links, and one of which nobody knows the messages. */
const spans = (
  identity: Identity,
  side: Side,
  when: Conditions,
  events: (message: Source) => readonly EventRule[],
): readonly Rule[] => [
  ...(identity.own.sides.includes(side)
    ? [{ when: { ...when, ...identity.own.when }, events: events(identity.own.message) }]
    : []),
  { when: { ...when, 'links[0]': { present: true } }, events: forEachLink(identity, side, events) },
  { note: 'it does not say which messages', when, events: [], opens: [side] },
];

/** The rules for one way to know messages, and for the operation that hands them over. */
const spanRules = (identity: Identity, handover: 'process' | 'receive'): readonly Rule[] => [
  { note: 'no span of messaging', when: { $system: { present: false } }, events: [] },
  ...spans(identity, 'submitting', { $operation: 'create' }, (message) => [submitted(message)]),
  ...spans(identity, 'submitting', { $operation: 'send', $failure: { present: false } }, (message) => [
    submitted(message),
    answered('confirmed', message),
  ]),
  // An error says that the outcome is unknown, and not that the message was not sent.
  ...spans(identity, 'submitting', { $operation: 'send' }, (message) => [
    submitted(message),
    answered('abandoned', message),
  ]),
  ...spans(identity, 'delivering', { $operation: handover }, (message) => [delivered(message)]),
  handover === 'process'
    ? {
        note: 'what was received and has no span of processing may have been handed over or not',
        when: { $operation: 'receive' },
        events: [],
        opens: ['delivering'],
      }
    : { note: 'it was handed over when it was received', when: { $operation: 'process' }, events: [] },
  {
    note: 'a failed one, and one that gives the message back, settles nothing',
    when: { $operation: 'settle', $failure: { present: true } },
    events: [],
  },
  ...spans(identity, 'delivering', { $operation: 'settle', $disposition: 'settled' }, (message) => [
    settled(message),
  ]),
  { note: 'given back, or not known to be settled', when: { $operation: 'settle' }, events: [] },
];

const byMessageId: Identity = {
  own: {
    message: '$message',
    when: { $message: { present: true } },
    sides: ['submitting', 'delivering'],
  },
  linked: {
    message: attribute('messaging.message.id', '$link'),
    when: attribute('messaging.message.id', '$link'),
  },
};

/** Every message has a context in which it was created; the spans of consumers have a link to it. */
const byContext: Identity = {
  own: {
    message: { join: ['traceId', 'spanId'], with: '-' },
    when: { 'links[0]': { present: false } },
    sides: ['submitting'],
  },
  linked: { message: { join: ['$link.traceId', '$link.spanId'], with: '-' }, when: '$link.spanId' },
};

const otlp = (title: string, rules: readonly Rule[]): Mapping => ({
  schemaVersion: 1,
  title,
  source:
    'https://github.com/open-telemetry/semantic-conventions/blob/main/docs/messaging/messaging-spans.md',
  format: 'JSON',
  records,
  names,
  order: 'time',
  // Traces are sampled, and exporters drop spans: what is not there may have happened.
  complete: { submitting: false, delivering: false },
  rules,
});

/** Messages by their ids, handed over when they are processed. */
export const otel = otlp('OpenTelemetry messaging spans, by message id', spanRules(byMessageId, 'process'));

/** Messages by their ids, handed over when they are received. */
export const otelReceive = otlp(
  'OpenTelemetry messaging spans, by message id, where receiving is the handover',
  spanRules(byMessageId, 'receive'),
);

/** Messages by the context in which they were created, for systems without message ids. */
export const otelLinks = otlp(
  'OpenTelemetry messaging spans, by creation context',
  spanRules(byContext, 'process'),
);
