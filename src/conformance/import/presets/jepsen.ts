import type { Conditions, Mapping, Rule } from '../mapping.ts';

/** Jepsen's times are nanoseconds since the test began. */
const at = { from: 'time', unit: 'nanoseconds' } as const;
const byProcess = { process: 'process', at };
const nothing = (note: string, when: Conditions): Rule => ({ note, when, events: [] });

/** An indeterminate read may have taken something off the queue that nobody saw since. */
const mayHaveTaken = (note: string, when: Conditions): Rule => ({
  note,
  when: { ...when, type: 'info' },
  events: [],
  opens: ['delivering'],
});

const faults = nothing('what the nemesis does is no message', { process: 'nemesis' });

/** Operations on a queue: enqueue, dequeue and drain. */
export const jepsen: Mapping = {
  schemaVersion: 1,
  title: 'Jepsen: enqueue, dequeue, drain',
  source: 'https://github.com/jepsen-io/jepsen/blob/main/jepsen/src/jepsen/checker.clj (total-queue)',
  format: 'EDN',
  order: 'file',
  complete: { submitting: true, delivering: true },
  rules: [
    faults,
    {
      note: 'fail is definite, info is indeterminate',
      when: { f: 'enqueue' },
      events: [
        {
          type: {
            from: 'type',
            table: { invoke: 'submitted', ok: 'confirmed', fail: 'rejected', info: 'abandoned' },
          },
          message: 'value',
          ...byProcess,
        },
      ],
    },
    {
      when: { f: 'dequeue', type: 'ok', value: { present: true } },
      events: [{ type: { constant: 'delivered' }, message: 'value', ...byProcess }],
    },
    nothing('asked for, empty, or definitely not', { f: 'dequeue', type: ['invoke', 'ok', 'fail'] }),
    mayHaveTaken('who knows what it took', { f: 'dequeue' }),
    {
      note: 'only a drain that succeeded has drained',
      when: { f: 'drain', type: 'ok' },
      events: [
        {
          each: [{ name: 'element', in: 'value[]' }],
          events: [{ type: { constant: 'delivered' }, message: '$element', ...byProcess }],
        },
        { type: { constant: 'drained' }, how: { constant: 'a drain that succeeded' }, at },
      ],
    },
    nothing('asked for, or definitely not', { f: 'drain', type: ['invoke', 'fail'] }),
    mayHaveTaken('an unfinished drain is no drain', { f: 'drain' }),
  ],
};

const sends = { name: 'op', in: 'value[]', when: { '$op[0]': 'send' } } as const;
const polls = { name: 'op', in: 'value[]', when: { '$op[0]': 'poll' } } as const;
/** A value is unique within its partition; a completed send may have the offset before it. */
const sent = { join: ['$op[1]', { from: ['$op[2][1]', '$op[2]'] }], with: '/' } as const;

const told = (type: string, wasSaid: string): Rule => ({
  when: { f: ['send', 'poll', 'txn'], type },
  events: [{ each: [sends], events: [{ type: { constant: wasSaid }, message: sent, ...byProcess }] }],
});

/** Operations on a log: send, poll, and transactions of both. */
export const jepsenLog: Mapping = {
  schemaVersion: 1,
  title: 'Jepsen: send, poll, txn',
  source: 'https://github.com/jepsen-io/jepsen/blob/main/jepsen/src/jepsen/tests/kafka.clj',
  format: 'EDN',
  order: 'file',
  complete: { submitting: true, delivering: true },
  claims: { promises: ['at least once', 'no creation'] },
  rules: [
    faults,
    {
      when: { f: ['send', 'poll', 'txn'], type: 'invoke' },
      events: [
        {
          each: [sends],
          events: [{ type: { constant: 'submitted' }, message: sent, key: '$op[1]', ...byProcess }],
        },
      ],
    },
    {
      when: { f: ['send', 'poll', 'txn'], type: 'ok' },
      events: [
        { each: [sends], events: [{ type: { constant: 'confirmed' }, message: sent, ...byProcess }] },
        {
          each: [polls, { name: 'partition', in: '$op[1]{}' }, { name: 'entry', in: '$partition.value[]' }],
          events: [
            {
              type: { constant: 'delivered' },
              message: { join: ['$partition.key', '$entry[1]'], with: '/' },
              position: { join: ['$partition.key', '$entry[0]'], with: '/' },
              ...byProcess,
            },
          ],
        },
      ],
    },
    told('fail', 'rejected'),
    {
      note: 'what was polled is not known',
      when: { f: ['poll', 'txn'], type: 'info' },
      events: [{ each: [sends], events: [{ type: { constant: 'abandoned' }, message: sent, ...byProcess }] }],
      opens: ['delivering'],
    },
    told('info', 'abandoned'),
    nothing('no messages are in these', { f: ['subscribe', 'assign', 'crash', 'debug-topic-partitions'] }),
  ],
};
