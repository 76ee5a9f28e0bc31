import type { EventRule, Group, Mapping, Rule, Source } from '../mapping.ts';

/**
 * "Producers MUST ensure that source + id is unique for each distinct event", and whoever gets the same two again
 * may take it for a duplicate.
 */
const identity = { join: ['source', 'id'], with: ' ' } as const;

const isEvent = {
  specversion: { present: true },
  source: { present: true },
  id: { present: true },
} as const;

/** The extension `sampledrate` says how many events stand behind this one. */
const sampled: Group = {
  each: [{ name: 'rate', in: 'sampledrate', when: { $rate: { not: [1] } } }],
  events: [],
  opens: ['submitting', 'delivering'],
};

const told = (type: Source, process: Source): EventRule => ({
  type,
  message: identity,
  process,
  key: 'partitionkey',
  reason: 'reason',
  group: 'group',
  at: { from: 'observedtime', unit: 'RFC 3339' },
});

const wasTold: Rule = {
  note: 'the extension attribute "observation" says what happened to the event',
  when: { ...isEvent, observation: { present: true } },
  events: [told('observation', { from: ['observer', 'source'] }), sampled],
};

/** Logs in which an extension attribute says what happened to each event. */
export const cloudevents: Mapping = {
  schemaVersion: 1,
  title: 'CloudEvents 1.0 in JSON, with the extension attribute "observation"',
  source: 'https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md',
  order: 'file',
  complete: { submitting: false, delivering: false },
  rules: [wasTold],
};

/** What a producer sent. */
export const cloudeventsSent: Mapping = {
  ...cloudevents,
  title: 'CloudEvents 1.0 in JSON, as they were sent',
  rules: [wasTold, { when: isEvent, events: [plainly('submitted', 'source'), sampled] }],
};

/** What a consumer received. */
export const cloudeventsReceived: Mapping = {
  ...cloudevents,
  title: 'CloudEvents 1.0 in JSON, as they were received',
  rules: [wasTold, { when: isEvent, events: [plainly('delivered', 'observer'), sampled] }],
};

function plainly(type: 'submitted' | 'delivered', process: Source): EventRule {
  const { reason: _, group, ...rest } = told({ constant: type }, process);
  return { ...rest, ...(type === 'delivered' ? { group: group! } : {}) };
}
