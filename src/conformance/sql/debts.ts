import type { Part } from './part.ts';

/** What is owed to each group and did not arrive (or was not processed), by what is known of its interest. */
export const debtParts = (subjects: readonly ('delivered' | 'processed')[]): readonly Part[] => [
  {
    name: 'owed',
    note: 'accepted or confirmed, not admitted, neither arrived nor discarded',
    select: `SELECT k.subject AS subject, g.grp AS grp, g.interest AS interest, g.drained AS group_drained, m.message AS message, m.seen_first AS seen_first, m.submitted AS submitted,
    m.adrift AS adrift, m.confirmed AS confirmed, m.owed_since AS owed_since, m.sender AS sender, m.ordering AS ordering, m.destination AS destination
  FROM messages m
    CROSS JOIN groups_drained g
    CROSS JOIN (${subjects.map((subject) => `SELECT '${subject}' AS subject`).join(' UNION ALL ')}) k
    LEFT JOIN pairs p ON p.subject = k.subject AND p.grp = g.grp AND p.message = m.message
    LEFT JOIN dropped d ON d.grp = g.grp AND d.message = m.message
  WHERE m.owed_since IS NOT NULL AND m.discarded = 0 AND p.message IS NULL AND d.message IS NULL`,
  },
  {
    name: 'wanted',
    note: 'of which a subscription was there before the message was first seen',
    select: `SELECT o.subject AS subject, o.grp AS grp, o.message AS message, MAX(s.drained) AS drained,
    MAX(CASE WHEN s.ended IS NULL THEN 1 ELSE 0 END) AS still
  FROM owed o JOIN subscriptions s ON s.grp = o.grp
  WHERE o.interest = 'subscribed' AND s.begun < o.seen_first
    AND (s.whereto = '' OR s.whereto = CONCAT('=', o.destination))
  GROUP BY o.subject, o.grp, o.message`,
  },
  {
    name: 'debts',
    note: 'the last mark at which the group was interested in it, and whether it still is',
    select: `SELECT o.subject AS subject, o.grp AS grp, o.interest AS interest, o.message AS message, o.submitted AS submitted, o.adrift AS adrift, o.confirmed AS confirmed, o.owed_since AS owed_since,
    o.sender AS sender, o.ordering AS ordering,
    CASE WHEN o.interest = 'subscribed' THEN COALESCE(w.drained, 0) ELSE o.group_drained END AS drained,
    CASE WHEN o.interest = 'subscribed' THEN COALESCE(w.still, 0) ELSE 1 END AS still
  FROM owed o LEFT JOIN wanted w ON w.subject = o.subject AND w.grp = o.grp AND w.message = o.message`,
  },
];
