import { anomalyNames } from '../anomalies.ts';
import type { AnomalyName } from '../anomalies.ts';
import type { Part } from './part.ts';

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
export const anomalyColumns = Object.fromEntries(
  anomalyNames.map((name) => [name, name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
) as Readonly<Record<AnomalyName, string>>;

/** What is counted of each group and of the whole history. */
export const tallyParts: readonly Part[] = [
  {
    name: 'tallies',
    note: 'how much of each was found in each group, and how much of it is certain',
    select: `SELECT g.grp AS grp,
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
    select: `SELECT g.grp AS grp, SUM(CASE WHEN p.subject = 'delivered' THEN p.times ELSE 0 END) AS deliveries,
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
    select: `SELECT t.grp AS grp,
${Object.keys(counted)
  .map((column) => `    t.${column} AS ${column}, t.${column}_surely AS ${column}_surely,`)
  .join('\n')}
    a.deliveries AS deliveries, a.delivered AS delivered, a.processed AS processed, COALESCE(c.digests, 0) AS digests,
    COALESCE(c.destinations, 0) AS destinations, COALESCE(s.settled_messages, 0) AS settled_messages,
    u.missed AS missed, n.submitted AS submitted, n.accepted AS accepted, n.confirmed AS confirmed, n.rejected AS rejected, n.abandoned AS abandoned, COALESCE(n.keyed, 0) AS keyed
  FROM tallies t
    JOIN amounts a ON a.grp = t.grp
    LEFT JOIN compares c ON c.grp = t.grp
    LEFT JOIN settling s ON s.grp = t.grp
    CROSS JOIN unread u
    CROSS JOIN totals n`,
  },
];

/** Whether the clock ever went backwards, where a window in time asks for it. */
export const clockPart: Part = {
  name: 'clock',
  note: 'how often the clock went backwards',
  select: `SELECT SUM(CASE WHEN moment < moment_before THEN 1 ELSE 0 END) AS backwards FROM (
    SELECT moment, LAG(moment) OVER (ORDER BY line) AS moment_before FROM recorded WHERE moment IS NOT NULL) m`,
};
