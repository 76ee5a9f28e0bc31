import type { Part, Question } from './part.ts';

/** What of `found` is counted for each group: by the name of a column, which things of which subject. */
const counted: Readonly<Record<string, readonly [what: string, subject: 'delivered' | 'processed']>> = {
  lost: ['lost', 'delivered'],
  perhaps_lost: ['perhaps lost', 'delivered'],
  in_flight: ['in flight', 'delivered'],
  honest_lost: ['honest lost', 'delivered'],
  honest_perhaps_lost: ['honest perhaps lost', 'delivered'],
  honest_in_flight: ['honest in flight', 'delivered'],
  overtaken: ['overtaken', 'delivered'],
  duplicated: ['duplicated', 'delivered'],
  duplicated_at_source: ['duplicatedAtSource', 'delivered'],
  duplicated_effect: ['duplicatedEffect', 'processed'],
  beyond_window: ['beyondWindow', 'delivered'],
  within_window: ['withinWindow', 'delivered'],
  phantom: ['phantom', 'delivered'],
  delivered_after_reject: ['deliveredAfterReject', 'delivered'],
  reordered: ['reordered', 'delivered'],
  reordered_per_key: ['reorderedPerKey', 'delivered'],
  corrupted: ['corrupted', 'delivered'],
  misrouted: ['misrouted', 'delivered'],
  redelivered_after_settle: ['redeliveredAfterSettle', 'delivered'],
  handled_concurrently: ['handledConcurrently', 'delivered'],
  unsettled: ['unsettled', 'delivered'],
  stuck: ['stuck', 'delivered'],
  recovered: ['recovered', 'delivered'],
  vanished: ['vanished', 'delivered'],
  more_than_once: ['at most once', 'delivered'],
  created: ['no creation', 'delivered'],
  confirmed_early: ['confirmed means delivered', 'delivered'],
  out_of_order: ['in order', 'delivered'],
  out_of_order_strictly: ['strictly in order', 'delivered'],
  out_of_order_per_key: ['in order per key', 'delivered'],
  processed_lost: ['lost', 'processed'],
  processed_perhaps_lost: ['perhaps lost', 'processed'],
  processed_in_flight: ['in flight', 'processed'],
  processed_beyond_window: ['beyondWindow', 'processed'],
  processed_within_window: ['withinWindow', 'processed'],
  processed_phantom: ['phantom', 'processed'],
  processed_more_than_once: ['at most once', 'processed'],
};

/** The anomalies by their names in `spec/history.md`, and the columns that count them. */
export const anomalyColumns: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'lost',
    'overtaken',
    'duplicated',
    'duplicatedAtSource',
    'duplicatedEffect',
    'beyondWindow',
    'phantom',
    'deliveredAfterReject',
    'reordered',
    'reorderedPerKey',
    'corrupted',
    'misrouted',
    'redeliveredAfterSettle',
    'handledConcurrently',
    'unsettled',
    'stuck',
  ].map((name) => [name, name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
);

/** What is counted of each group and of the whole history. */
export const tallyParts: readonly Part[] = [
  {
    name: 'tallies',
    note: 'how much of each was found in each group, and how much of it is certain',
    select: `SELECT g.grp,
${Object.entries(counted)
  .map(([column, [what, subject]]) => {
    const is = `f.what = '${what}' AND f.subject = '${subject}'`;
    const isSure = what === 'withinWindow' ? 'f.told IS NOT NULL' : 'f.told < u.first_missed';
    return `    SUM(CASE WHEN ${is} THEN 1 ELSE 0 END) AS ${column},
    SUM(CASE WHEN ${is} AND ${isSure} THEN 1 ELSE 0 END) AS ${column}_surely`;
  })
  .join(',\n')}
  FROM groups_met g LEFT JOIN found f ON f.grp = g.grp CROSS JOIN unread u
  GROUP BY g.grp`,
  },
  {
    name: 'amounts',
    note: 'how much each group had',
    select: `SELECT g.grp, SUM(CASE WHEN p.subject = 'delivered' THEN p.times ELSE 0 END) AS deliveries,
    SUM(CASE WHEN p.subject = 'delivered' THEN 1 ELSE 0 END) AS delivered,
    SUM(CASE WHEN p.subject = 'processed' THEN 1 ELSE 0 END) AS processed
  FROM groups_met g LEFT JOIN pairs p ON p.grp = g.grp GROUP BY g.grp`,
  },
  {
    name: 'compares',
    note: 'how often anything could be compared',
    select: `SELECT grp, SUM(digests) AS digests, SUM(destinations) AS destinations FROM compared GROUP BY grp`,
  },
  {
    name: 'totals',
    note: 'what the submitting side saw',
    select: `SELECT ${['submitted', 'accepted', 'confirmed', 'rejected', 'abandoned']
      .map((type) => `COUNT(${type}) AS ${type}`)
      .join(', ')},
    SUM(CASE WHEN submitted IS NOT NULL AND ordering IS NOT NULL THEN 1 ELSE 0 END) AS keyed
  FROM messages`,
  },
  {
    name: 'known',
    note: 'all of that side by side, a row for each group',
    select: `SELECT t.*, a.deliveries, a.delivered, a.processed, COALESCE(c.digests, 0) AS digests,
    COALESCE(c.destinations, 0) AS destinations, COALESCE(s.settled_messages, 0) AS settled_messages,
    u.missed, n.submitted, n.accepted, n.confirmed, n.rejected, n.abandoned, COALESCE(n.keyed, 0) AS keyed
  FROM tallies t
    JOIN amounts a ON a.grp = t.grp
    LEFT JOIN compares c ON c.grp = t.grp
    LEFT JOIN settling s ON s.grp = t.grp
    CROSS JOIN unread u
    CROSS JOIN totals n`,
  },
];

/** When a guarantee is violated, and when it is unknown, as conditions on a row of `known`. */
export interface Conditions {
  readonly violated: readonly string[];
  readonly unknown: readonly string[];
}

/** The verdict of a guarantee to each group: see "The verdict" in `spec/history.md`. */
export const conditionsFor = (name: string, question: Question): Conditions => {
  const rule = rules(question)[name];
  if (rule === undefined) throw new TypeError(`there is no guarantee "${name}" in SQL`);
  const { complete } = question;
  const silent = complete.submitting === false || complete.delivering === false ? ['1 = 1'] : [];
  return joined([rule, { violated: [], unknown: ['missed > 0', ...silent] }]);
};

const joined = (conditions: readonly Conditions[]): Conditions => ({
  violated: conditions.flatMap(({ violated }) => violated),
  unknown: conditions.flatMap(({ unknown }) => unknown),
});

/** Two deliveries stay two, whatever was not read. */
const stands = (column: string): Conditions => ({ violated: [`${column} > 0`], unknown: [] });

const needs = (...columns: readonly string[]): Conditions => ({
  violated: [],
  unknown: columns.map((column) => `${column} = 0`),
});

const rules = (question: Question): Readonly<Record<string, Conditions>> => {
  const { claims, complete, orders } = question;
  const hasGaps = complete.delivering === false ? '1 = 1' : 'missed > 0';
  const isWhole = complete.delivering === false ? '1 = 0' : 'missed = 0';
  const isTimed = claims.window !== undefined && 'milliseconds' in claims.window;

  const certain = (column: string, isOpen = false): Conditions =>
    isOpen || complete.delivering === false
      ? { violated: [], unknown: [`${column} > 0`] }
      : { violated: [`${column}_surely > 0`], unknown: [`${column} > ${column}_surely`] };
  const debts = (which: string): Conditions => ({
    violated: [`${which}lost > 0 AND ${isWhole}`],
    unknown: [`${which}lost > 0 AND ${hasGaps}`, `${which}perhaps_lost > 0`, `${which}in_flight > 0`],
  });
  const overtaken: Conditions = {
    violated: orders.length > 0 ? [`overtaken > 0 AND ${isWhole}`] : [],
    unknown: [],
  };
  const windowed = (which: string): Conditions => {
    if (claims.window === undefined) return { violated: [], unknown: [] };
    const repeated = [`${which}within_window > 0`, `${which}beyond_window > 0`];
    const isBackwards = '(SELECT MAX(backwards) FROM clock) > 0';
    const fine = isTimed ? ` AND NOT ${isBackwards}` : '';
    return {
      violated: [`${which}within_window_surely > 0${fine}`],
      unknown: [
        `${which}within_window > ${which}within_window_surely${fine}`,
        ...(isTimed ? repeated.map((condition) => `${condition} AND ${isBackwards}`) : []),
      ],
    };
  };
  const strangers = (which: string): Conditions =>
    complete.submitting === true
      ? { violated: [`${which}phantom > 0 AND missed = 0`], unknown: [`${which}phantom > 0 AND missed > 0`] }
      : { violated: [], unknown: [`${which}phantom > 0`] };
  const accepted = needs('accepted + confirmed');

  const atMostOnce = (which: string, arrived: string): Conditions =>
    joined([stands(`${which}more_than_once`), windowed(which), needs(arrived)]);
  const atLeastOnce = (which: string, arrived: string): Conditions =>
    joined([debts(which), which === '' ? overtaken : needs(), accepted, needs(arrived)]);
  const exactlyOnce = (which: string, arrived: string): Conditions =>
    joined([atMostOnce(which, arrived), atLeastOnce(which, arrived), strangers(which)]);

  return {
    'at most once': atMostOnce('', 'delivered'),
    'at least once': atLeastOnce('', 'delivered'),
    'exactly once': exactlyOnce('', 'delivered'),
    'honest confirmation': joined([debts('honest_'), needs('confirmed')]),
    'confirmed means delivered': joined([certain('confirmed_early'), needs('confirmed')]),
    'no creation': joined([certain('created', complete.submitting === false), needs('delivered')]),
    'in order': joined([certain('out_of_order'), needs('delivered')]),
    'strictly in order': joined([certain('out_of_order_strictly'), needs('delivered')]),
    'at most once processing': atMostOnce('processed_', 'processed'),
    'at least once processing': atLeastOnce('processed_', 'processed'),
    'exactly once processing': exactlyOnce('processed_', 'processed'),
    'in order per key': joined([
      certain('out_of_order_per_key'),
      needs('delivered'),
      { violated: [], unknown: ['keyed < 2'] },
    ]),
    'no corruption': joined([stands('corrupted'), needs('digests')]),
    'no misrouting': joined([certain('misrouted'), needs('destinations')]),
    'no redelivery after settling': joined([stands('redelivered_after_settle'), needs('settled_messages')]),
    'no concurrent handling': joined([certain('handled_concurrently'), needs('settled_messages')]),
    'settled in the end': joined([
      {
        violated: [`stuck > 0 AND ${isWhole}`],
        unknown: [`stuck > 0 AND ${hasGaps}`, 'unsettled > stuck'],
      },
      needs('settled_messages'),
    ]),
  };
};

/** Whether the clock ever went backwards, where a window in time asks for it. */
export const clockPart: Part = {
  name: 'clock',
  note: 'how often the clock went backwards',
  select: `SELECT SUM(CASE WHEN moment < moment_before THEN 1 ELSE 0 END) AS backwards FROM (
    SELECT moment, LAG(moment) OVER (ORDER BY line) AS moment_before FROM recorded WHERE moment IS NOT NULL) m`,
};
