import { oneOf } from './part.ts';
import type { Part, Question } from './part.ts';

const aboutMessages = [
  'submitted',
  'accepted',
  'confirmed',
  'rejected',
  'abandoned',
  'delivered',
  'processed',
  'settled',
  'discarded',
];

const columns = 'message, process, moment, ordering, digest, destination, grp, consumer, log_place';

/**
 * The events, with names that no database reserves, and what is seen of messages: in a transaction, effects and
 * settlements only where it is committed; and where it ends, what that says of the messages in it.
 */
export const sightingParts = ({ dialect, table }: Question): readonly Part[] => {
  const { quote, text } = dialect;
  return [
    {
      name: 'recorded',
      note: 'the events; a group without a name is "", and any other has "=" before its name',
      select: `SELECT line, ${quote('type')} AS what, message, process, ${quote('at')} AS moment,
    ${quote('key')} AS ordering, digest, destination,
    CASE WHEN ${quote('group')} IS NULL THEN '' ELSE CONCAT('=', ${quote('group')}) END AS grp,
    consumer, CAST(${quote('position')} AS ${text}) AS log_place, ${quote('transaction')} AS trans
  FROM ${table}`,
    },
    {
      name: 'in_transactions',
      note: 'a transaction ends when it is committed or aborted; the same name after that is another',
      select: `SELECT line, what, trans, ${columns},
    COALESCE(SUM(CASE WHEN what IN ('committed', 'aborted') THEN 1 ELSE 0 END) OVER (
      PARTITION BY trans ORDER BY line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS episode
  FROM recorded WHERE trans IS NOT NULL`,
    },
    {
      name: 'endings',
      note: 'how and where transactions end',
      select: `SELECT trans, episode, line AS ending, what AS outcome
  FROM in_transactions WHERE what IN ('committed', 'aborted')`,
    },
    {
      name: 'sightings',
      note: 'what is seen of messages, and where',
      select: `SELECT line, what, ${columns} FROM recorded
  WHERE message IS NOT NULL AND what IN (${oneOf(aboutMessages)})
    AND NOT (trans IS NOT NULL AND what IN ('processed', 'settled'))
  UNION ALL
  SELECT e.ending AS line, t.what AS what, ${columns}
  FROM in_transactions t JOIN endings e ON e.trans = t.trans AND e.episode = t.episode
  WHERE e.outcome = 'committed' AND t.what IN ('processed', 'settled')
  UNION ALL
  SELECT e.ending AS line, CASE WHEN e.outcome = 'committed' THEN 'confirmed' ELSE 'rejected' END AS what,
    t.message AS message, NULL AS process, NULL AS moment, NULL AS ordering, NULL AS digest, NULL AS destination,
    '' AS grp, NULL AS consumer, NULL AS log_place
  FROM in_transactions t JOIN endings e ON e.trans = t.trans AND e.episode = t.episode
  WHERE t.what = 'submitted'`,
    },
    {
      name: 'unread',
      note: 'lines that could not be read have no type: each may have been anything',
      select: `SELECT COUNT(*) AS missed, COALESCE(MIN(line), 9223372036854775807) AS first_missed
  FROM recorded WHERE what IS NULL`,
    },
    {
      name: 'seen_of',
      note: 'the first line of each message, and of each thing that the submitting side saw of it',
      select: `SELECT message, MIN(line) AS seen_first,
${['submitted', 'accepted', 'confirmed', 'rejected', 'abandoned']
  .map((type) => `    MIN(CASE WHEN what = '${type}' THEN line END) AS ${type},`)
  .join('\n')}
    MAX(CASE WHEN what = 'discarded' AND grp = '' THEN 1 ELSE 0 END) AS discarded
  FROM sightings GROUP BY message`,
    },
    {
      name: 'adrift',
      note: 'since when nobody promises when it would arrive: abandoned after its submission',
      select: `SELECT s.message AS message, MIN(s.line) AS line
  FROM sightings s JOIN seen_of f ON f.message = s.message
  WHERE s.what = 'abandoned' AND s.line > f.submitted GROUP BY s.message`,
    },
    {
      name: 'messages',
      note: 'and what its first submission says, and since when something is owed of it',
      select: `SELECT m.message AS message, m.seen_first AS seen_first, m.submitted AS submitted, m.accepted AS accepted, m.confirmed AS confirmed, m.rejected AS rejected, m.abandoned AS abandoned, a.line AS adrift,
    m.discarded AS discarded, COALESCE(s.process, 'producer') AS sender, s.ordering AS ordering, s.digest AS digest, s.destination AS destination,
    CASE
      WHEN m.confirmed IS NOT NULL AND m.accepted < m.confirmed
        AND (m.rejected IS NULL OR m.rejected > m.confirmed)
        AND (m.abandoned IS NULL OR m.abandoned > m.confirmed) THEN m.accepted
      WHEN m.confirmed IS NOT NULL THEN m.confirmed
      WHEN m.rejected IS NULL AND m.abandoned IS NULL THEN m.accepted
    END AS owed_since
  FROM seen_of m LEFT JOIN sightings s
    ON s.message = m.message AND s.line = m.submitted AND s.what = 'submitted'
    LEFT JOIN adrift a ON a.message = m.message`,
    },
  ];
};
