import type { Part, Question } from './part.ts';

/** What each group was handed, and what it processed, which is judged as deliveries of their own. */
export const arrivalParts = ({ claims }: Question): readonly Part[] => [
  {
    name: 'arrivals',
    note: 'deliveries, and effects as if they were',
    select: `SELECT line, what AS subject, grp, message, moment, digest, destination, log_place,
    COALESCE(process, 'consumer') AS process, COALESCE(consumer, process, 'consumer') AS handler
  FROM sightings WHERE what IN ('delivered', 'processed')`,
  },
  {
    name: 'pairs',
    note: 'a message and a group that had it',
    select: `SELECT subject, grp, message, COUNT(*) AS times, MIN(line) AS first_line, MAX(line) AS last_line
  FROM arrivals GROUP BY subject, grp, message`,
  },
  {
    name: 'settlements',
    note: 'where a group settled a message first',
    select: `SELECT grp, message, MIN(line) AS settled FROM sightings WHERE what = 'settled' GROUP BY grp, message`,
  },
  {
    name: 'settling',
    note: 'the groups that settle anything at all',
    select: 'SELECT grp, COUNT(*) AS settled_messages FROM settlements GROUP BY grp',
  },
  {
    name: 'dropped',
    note: 'what was discarded on its way to one group',
    select: `SELECT grp, message FROM sightings WHERE what = 'discarded' AND grp <> '' GROUP BY grp, message`,
  },
  {
    name: 'ordinals',
    note: 'the how-manieth arrival in its group it was, where a window counts them',
    select:
      claims.window !== undefined && 'messages' in claims.window
        ? `SELECT subject, grp, message, line, moment,
    ROW_NUMBER() OVER (PARTITION BY subject, grp ORDER BY line) AS ordinal
  FROM arrivals`
        : 'SELECT subject, grp, message, line, moment, 0 AS ordinal FROM arrivals',
  },
  {
    name: 'repeats',
    note: 'arrivals of messages that arrived more than once, with the one before',
    select: `SELECT a.subject AS subject, a.grp AS grp, a.message AS message, a.line AS line, a.moment AS moment, a.ordinal AS ordinal,
    ROW_NUMBER() OVER (PARTITION BY a.subject, a.grp, a.message ORDER BY a.line) AS nth,
    LAG(a.moment) OVER (PARTITION BY a.subject, a.grp, a.message ORDER BY a.line) AS moment_before,
    LAG(a.ordinal) OVER (PARTITION BY a.subject, a.grp, a.message ORDER BY a.line) AS ordinal_before
  FROM ordinals a JOIN pairs p ON p.subject = a.subject AND p.grp = a.grp AND p.message = a.message
  WHERE p.times > 1`,
  },
  {
    name: 'compared',
    note: 'deliveries beside what the first submission says, where both say something',
    select: `SELECT a.grp AS grp, a.message AS message, a.line AS line, CASE WHEN m.submitted > a.line THEN m.submitted ELSE a.line END AS told,
    CASE WHEN a.digest IS NULL OR m.digest IS NULL THEN 0 ELSE 1 END AS digests,
    CASE WHEN a.destination IS NULL OR m.destination IS NULL THEN 0 ELSE 1 END AS destinations,
    CASE WHEN a.digest <> m.digest THEN 1 ELSE 0 END AS corrupted,
    CASE WHEN a.destination <> m.destination THEN 1
      WHEN m.destination IS NULL OR g.interest = 'always' THEN 0
      WHEN f.first_any < a.line AND (f.first_everywhere IS NULL OR f.first_everywhere > a.line)
        AND (t.first_there IS NULL OR t.first_there > a.line) THEN 1
      ELSE 0 END AS misrouted
  FROM arrivals a
    JOIN messages m ON m.message = a.message
    JOIN groups_drained g ON g.grp = a.grp
    LEFT JOIN (SELECT grp, MIN(line) AS first_any, MIN(CASE WHEN whereto = '' THEN line END) AS first_everywhere
      FROM asks WHERE what = 'subscribed' GROUP BY grp) f ON f.grp = a.grp
    LEFT JOIN (SELECT grp, whereto, MIN(line) AS first_there
      FROM asks WHERE what = 'subscribed' AND whereto <> '' GROUP BY grp, whereto) t
      ON t.grp = a.grp AND t.whereto = CONCAT('=', m.destination)
  WHERE a.subject = 'delivered' AND (m.digest IS NOT NULL OR m.destination IS NOT NULL)`,
  },
  {
    name: 'handling',
    note: 'deliveries and settlements of messages that a group had more than once, each with the one before',
    select: `SELECT grp, message, line, what, handler,
    LAG(what) OVER (PARTITION BY grp, message ORDER BY line) AS what_before,
    LAG(handler) OVER (PARTITION BY grp, message ORDER BY line) AS handler_before,
    LAG(process) OVER (PARTITION BY grp, message ORDER BY line) AS process_before,
    LAG(line) OVER (PARTITION BY grp, message ORDER BY line) AS line_before
  FROM (
    SELECT s.grp AS grp, s.message AS message, s.line AS line, s.what AS what, COALESCE(s.process, 'consumer') AS process,
      COALESCE(s.consumer, s.process, 'consumer') AS handler
    FROM sightings s JOIN pairs p ON p.subject = 'delivered' AND p.grp = s.grp AND p.message = s.message
    WHERE p.times > 1 AND s.what IN ('delivered', 'settled')) h`,
  },
  {
    name: 'meetings',
    note: 'one consumer is handed what another has and did not settle',
    select: `SELECT grp, message, line, handler_before, process_before, line_before FROM handling
  WHERE what = 'delivered' AND what_before = 'delivered' AND handler <> handler_before`,
  },
  {
    name: 'letting_go',
    note: 'where consumers and processes let go of all that they have',
    select: `SELECT line, process AS who FROM recorded WHERE what IN ('crashed', 'restarted')
  UNION ALL SELECT line, who FROM asks WHERE what = 'unsubscribed' AND who IS NOT NULL`,
  },
  {
    name: 'excused',
    note: 'meetings before which the other had let go',
    select: `SELECT m.grp AS grp, m.message AS message, m.line AS line FROM meetings m JOIN letting_go l ON l.who = m.handler_before
  WHERE l.line > m.line_before AND l.line < m.line
  UNION ALL
  SELECT m.grp AS grp, m.message AS message, m.line AS line FROM meetings m JOIN letting_go l ON l.who = m.process_before
  WHERE l.line > m.line_before AND l.line < m.line`,
  },
];
