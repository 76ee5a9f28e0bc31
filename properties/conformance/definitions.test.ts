import { describe, expect, it } from 'vitest';
import { judge } from '../../src/conformance/judge.ts';
import { reason, told, verdict } from './told.ts';

type History = readonly string[];

const anomaly = (name: string, history: History, ordered = false): number =>
  judge(told(...history), [
    { name: 'at least once' },
    ...(ordered ? [{ name: 'in order' }, { name: 'in order per key' }] : []),
  ]).anomalies[name as 'lost'];

/** An anomaly, the shortest history that shows it, and the nearest ones that do not. */
const shown: readonly (readonly [
  name: string,
  shows: string,
  history: History,
  near: Readonly<Record<string, History>>,
])[] = [
  [
    'lost',
    'confirmed, not delivered, and drained after that',
    ['confirmed m', 'drained'],
    {
      'not drained': ['confirmed m'],
      'drained before it was confirmed': ['drained', 'confirmed m'],
      'an unknown send': ['accepted m', 'abandoned m', 'drained'],
      rejected: ['accepted m', 'rejected m', 'drained'],
      'discarded, with a reason': ['confirmed m', 'discarded m reason=expired', 'drained'],
      'drained for another group': [
        'started groups=["a","b"]',
        'confirmed m',
        'delivered m group=b',
        'drained b',
      ],
      'nobody was interested yet': ['confirmed m', 'subscribed a', 'drained'],
      'nobody was interested any more': ['subscribed a', 'confirmed m', 'unsubscribed a', 'drained'],
      'interested in something else': [
        'subscribed a destination=x',
        'submitted m destination=y',
        'confirmed m',
        'drained',
      ],
    },
  ],
  [
    'overtaken',
    'owed, and a later one of the same sender is delivered',
    ['submitted m', 'submitted n', 'confirmed m', 'delivered n'],
    {
      'the later one of another sender': ['submitted m', 'submitted n other', 'confirmed m', 'delivered n'],
      'an unknown send': ['submitted m', 'submitted n', 'accepted m', 'abandoned m', 'delivered n'],
      'delivered after all': ['submitted m', 'submitted n', 'confirmed m', 'delivered n', 'delivered m'],
      discarded: ['submitted m', 'submitted n', 'confirmed m', 'discarded m reason=overflow', 'delivered n'],
    },
  ],
  [
    'duplicated',
    'delivered twice',
    ['delivered m', 'delivered m'],
    { 'by two groups, once each': ['delivered m group=a', 'delivered m group=b'] },
  ],
  [
    'duplicatedAtSource',
    'delivered from two positions',
    ['delivered m position=1', 'delivered m position=2'],
    { 'redelivered from the same': ['delivered m position=1', 'delivered m position=1'] },
  ],
  [
    'duplicatedEffect',
    'processed twice',
    ['processed m', 'processed m'],
    {
      'delivered twice and processed once': ['delivered m', 'delivered m', 'processed m'],
      'once in a transaction that was aborted': ['processed m transaction=t', 'aborted t', 'processed m'],
      'once in a transaction that never ended': ['processed m transaction=t', 'processed m'],
    },
  ],
  [
    'beyondWindow',
    'delivered again after more deliveries than the window has',
    ['started window={"messages":1}', 'delivered m', 'delivered n', 'delivered m'],
    { 'within the window': ['started window={"messages":2}', 'delivered m', 'delivered n', 'delivered m'] },
  ],
  [
    'phantom',
    'delivered and never submitted',
    ['delivered m'],
    { 'submitted later, as far as the recorder saw': ['delivered m', 'submitted m'] },
  ],
  [
    'deliveredAfterReject',
    'rejected and delivered',
    ['rejected m', 'delivered m'],
    { 'abandoned and delivered': ['abandoned m', 'delivered m'] },
  ],
  [
    'reordered',
    'delivered after a later one of the same sender',
    ['submitted m', 'submitted n', 'delivered n', 'delivered m'],
    {
      'of another sender': ['submitted m', 'submitted n other', 'delivered n', 'delivered m'],
      redelivered: ['submitted m', 'submitted n', 'delivered m', 'delivered n', 'delivered m'],
      'an unknown send': ['submitted m', 'submitted n', 'abandoned m', 'delivered n', 'delivered m'],
      'after an unknown send': ['submitted m', 'submitted n', 'abandoned n', 'delivered n', 'delivered m'],
    },
  ],
  [
    'reorderedPerKey',
    'delivered after a later one of the same key',
    ['submitted m key=k', 'submitted n key=k', 'delivered n', 'delivered m'],
    {
      'of another key': ['submitted m key=k', 'submitted n key=l', 'delivered n', 'delivered m'],
      'of the same key of another sender': [
        'submitted m key=k',
        'submitted n other key=k',
        'delivered n',
        'delivered m',
      ],
      'without a key': ['submitted m', 'submitted n key=k', 'delivered n', 'delivered m'],
    },
  ],
  [
    'corrupted',
    'delivered with another digest than it was submitted with',
    ['submitted m digest=d', 'delivered m digest=e'],
    {
      'with the same': ['submitted m digest=d', 'delivered m digest=d'],
      'with one that nothing is compared with': ['submitted m', 'delivered m digest=e'],
    },
  ],
  [
    'misrouted',
    'delivered from another destination than it was submitted to',
    ['submitted m destination=x', 'delivered m destination=y'],
    {
      'from the same': ['submitted m destination=x', 'delivered m destination=x'],
      'to a group that subscribed to it': [
        'subscribed a destination=x',
        'submitted m destination=x',
        'delivered m group=a',
      ],
    },
  ],
  [
    'misrouted',
    'delivered to a group that subscribed to other destinations only',
    ['subscribed a destination=y', 'submitted m destination=x', 'delivered m group=a'],
    { 'that subscribed to all': ['subscribed a', 'submitted m destination=x', 'delivered m group=a'] },
  ],
  [
    'redeliveredAfterSettle',
    'delivered after it was settled',
    ['settled m', 'delivered m'],
    {
      'redelivered before': ['delivered m', 'delivered m', 'settled m'],
      'by another group': ['delivered m group=a', 'settled m group=a', 'delivered m group=b'],
    },
  ],
  [
    'handledConcurrently',
    'delivered to one consumer while another handles it',
    ['delivered m one', 'delivered m two', 'settled m two'],
    {
      'to the same again': ['delivered m one', 'delivered m one', 'settled m one'],
      'after it was settled': ['delivered m one', 'settled m one', 'delivered m two'],
      'after the other crashed': ['delivered m one', 'crashed one', 'delivered m two', 'settled m two'],
      'after the process of the other crashed': [
        'delivered m p consumer=one',
        'crashed p',
        'delivered m q consumer=two',
        'settled m q',
      ],
      'after the other went': [
        'delivered m one',
        'unsubscribed consumer=one',
        'delivered m two',
        'settled m two',
      ],
      'where nothing is ever settled': ['delivered m one', 'delivered m two'],
    },
  ],
  [
    'unsettled',
    'delivered and never settled, where anything is',
    ['delivered m', 'settled n'],
    { 'where nothing is': ['delivered m'], settled: ['delivered m', 'settled m'] },
  ],
  [
    'stuck',
    'unsettled, and drained after its last delivery',
    ['delivered m', 'settled n', 'drained'],
    {
      'not drained': ['delivered m', 'settled n'],
      'delivered once more after that': ['delivered m', 'settled n', 'drained', 'delivered m'],
    },
  ],
  [
    'stuck',
    'unsettled for longer than the quiet time',
    ['started quiet=5', 'delivered m at=1', 'settled n at=7'],
    { 'not for longer': ['started quiet=5', 'delivered m at=1', 'settled n at=6'] },
  ],
];

describe('the shortest history that shows an anomaly', () => {
  it.each(shown)('%s: %s', (name, _, history) => {
    expect(anomaly(name, history, name === 'overtaken')).toBe(1);
  });

  it.each(shown)('has no event too many for %s: %s', (name, _, history) => {
    history.forEach((_event, index) => {
      expect(anomaly(name, history.toSpliced(index, 1), name === 'overtaken')).toBe(0);
    });
  });

  const near = shown.flatMap(([name, , , others]) =>
    Object.entries(others).map(([words, history]) => [name, words, history] as const),
  );
  it.each(near)('is not %s: %s', (name, _, history) => {
    expect(anomaly(name, history, name === 'overtaken')).toBe(0);
  });

  it('does not count as overtaken what no order was promised for', () => {
    expect(anomaly('overtaken', ['submitted m', 'submitted n', 'confirmed m', 'delivered n'])).toBe(0);
  });
});

describe('what well-known tools get wrong', () => {
  const sent = ['submitted m', 'confirmed m'] as const;

  it('a duplicate is not only counted: it breaks the promise of exactly once', () => {
    const history = [...sent, 'delivered m', 'delivered m', 'drained'];
    expect(verdict({ name: 'exactly once' }, ...history)).toBe('violated');
    expect(verdict({ name: 'exactly once processing' }, ...sent, 'processed m', 'processed m')).toBe(
      'violated',
    );
  });

  it('a delivery after a definite failure was not recovered, it breaks the word that was given', () => {
    const history = ['submitted m', 'rejected m', 'delivered m'];
    expect(verdict({ name: 'at most once' }, ...history)).toBe('violated');
    const { groups, anomalies } = judge(told(...history), [{ name: 'at most once' }]);
    expect([groups[0]?.legal.recovered, anomalies.deliveredAfterReject]).toEqual([0, 1]);
    const unknown = judge(told('submitted m', 'abandoned m', 'delivered m'), [{ name: 'at most once' }]);
    expect([unknown.groups[0]?.legal.recovered, unknown.verdict]).toEqual([1, 'holds']);
  });

  it('what an unfinished drain leaves behind is not lost', () => {
    const history = [...sent, 'submitted n', 'confirmed n', 'delivered n', 'draining', 'ended'];
    expect(verdict({ name: 'at least once' }, ...history)).toBe('unknown');
    expect(verdict({ name: 'at least once' }, ...history, 'drained')).toBe('violated');
  });

  it('a check for duplicates can be true: not "more deliveries than attempts", but more than one', () => {
    const history = [
      'submitted m attempt=1',
      'submitted m attempt=2',
      'confirmed m',
      'delivered m',
      'delivered m',
    ];
    expect(verdict({ name: 'at most once' }, ...history)).toBe('violated');
    expect(judge(told(...history), [{ name: 'at most once' }]).anomalies.duplicated).toBe(1);
  });
});

describe('exactly-once delivery and exactly-once processing are two guarantees', () => {
  const sent = ['submitted m', 'confirmed m'] as const;
  it.each([
    ['redelivered and processed once', ['delivered m', 'delivered m', 'processed m'], 'violated', 'holds'],
    [
      'delivered once and processed twice',
      ['delivered m', 'processed m', 'processed m'],
      'holds',
      'violated',
    ],
    ['delivered once and processed never', ['delivered m', 'drained'], 'holds', 'violated'],
    ['both once', ['delivered m', 'processed m', 'drained'], 'holds', 'holds'],
  ])('%s', (_, history, delivery, processing) => {
    // Where nothing is processed at all it might only not be recorded; so something else is.
    const all = ['submitted g', 'confirmed g', 'delivered g', 'processed g', ...sent, ...history];
    expect(verdict({ name: 'exactly once' }, ...all)).toBe(delivery);
    expect(verdict({ name: 'exactly once processing' }, ...all)).toBe(processing);
  });
});

describe('unknown names what is missing', () => {
  const sent = ['submitted m', 'confirmed m'] as const;
  it.each<[string, string, History, string]>([
    [
      'at least once',
      'no drained',
      [...sent, 'submitted n', 'delivered n'],
      'm was confirmed and is not yet delivered (line 2), but the history was not drained after that',
    ],
    [
      'at least once',
      'no subscribed',
      [...sent, 'submitted n', 'delivered n group=a', 'drained'],
      'a: m was confirmed and is never delivered (line 2), but no subscribed of a is recorded',
    ],
    [
      'no corruption',
      'no digest',
      [...sent, 'delivered m'],
      'of no message a digest is recorded on both sides',
    ],
    [
      'no misrouting',
      'no destination',
      [...sent, 'delivered m'],
      'of no message a destination is recorded on both sides',
    ],
    [
      'in order per key',
      'no key',
      [...sent, 'delivered m'],
      'fewer than two messages were submitted with a key',
    ],
    ['settled in the end', 'no settled', [...sent, 'delivered m'], 'no message was settled'],
    [
      'settled in the end',
      'no quiet time',
      ['delivered m', 'settled n'],
      'm is delivered and not yet settled (line 1), but nothing says that it will not be',
    ],
    ['exactly once processing', 'no processed', [...sent, 'delivered m'], 'no message was processed'],
    [
      'at most once',
      'an incomplete side',
      ['started complete={"delivering":false}', 'delivered m'],
      'the recording is not complete on the delivering side',
    ],
    [
      'no creation',
      'an incomplete side',
      ['delivered m', 'ended complete={"submitting":false}'],
      'm is delivered but was never submitted (line 1), unless what was not recorded says otherwise',
    ],
    [
      'at most once',
      'no time',
      ['started window={"milliseconds":5}', 'delivered m', 'delivered m at=3'],
      'm is delivered twice within the window (line 3), but not when',
    ],
    [
      'at most once',
      'a clock to trust',
      ['started window={"milliseconds":5}', 'delivered m at=9', 'delivered m at=3'],
      'm is delivered twice within the window (line 3), but the clock went backwards',
    ],
  ])('%s: %s', (name, _, history, words) => {
    expect(verdict({ name }, ...history)).toBe('unknown');
    expect(reason({ name }, ...history)).toContain(words);
  });

  it('a closed world makes a creation of a phantom', () => {
    const history = [...sent, 'delivered m', 'delivered x', 'drained'];
    expect(verdict({ name: 'exactly once' }, ...history)).toBe('unknown');
    expect(verdict({ name: 'exactly once' }, 'started complete={"submitting":true}', ...history)).toBe(
      'violated',
    );
    expect(verdict({ name: 'no creation' }, 'started complete={"submitting":false}', ...history)).toBe(
      'unknown',
    );
  });
});

describe('groups are judged apart', () => {
  const history = [
    'started groups=["a","b"]',
    'submitted m',
    'confirmed m',
    'delivered m group=a',
    'drained',
  ];

  it('what one has and another has not is lost to the other', () => {
    const { verdict: worst, groups, reason: why } = judge(told(...history), [{ name: 'at least once' }]);
    expect(worst).toBe('violated');
    expect(groups.map(({ group, verdict: own }) => `${group} ${own}`)).toEqual(['a holds', 'b violated']);
    expect(why).toBe('b: m was confirmed and is never delivered (line 3)');
  });

  it('what was confirmed before a group was ever heard of was confirmed before it was delivered to it', () => {
    const late = ['submitted m', 'delivered m group=a', 'confirmed m', 'delivered m group=b'];
    const { groups } = judge(told(...late), [{ name: 'confirmed means delivered' }]);
    expect(groups.map(({ group, verdict: own }) => `${group} ${own}`)).toEqual(['a holds', 'b violated']);
  });

  it('transactions: what was submitted in one is confirmed when it is committed, and rejected when it is not', () => {
    const sent = ['began t', 'submitted m transaction=t', 'delivered m'];
    expect(verdict({ name: 'at most once' }, ...sent, 'committed t')).toBe('holds');
    expect(verdict({ name: 'at most once' }, ...sent, 'aborted t')).toBe('violated');
    expect(judge(told(...sent, 'committed t'), [{ name: 'at most once' }]).counts.confirmed).toBe(1);
  });
});
