import { literal } from './dialect.ts';
import type { Part, Question } from './part.ts';

/** The groups, their marks, and in what they are interested since when. */
export const interestParts = ({ claims, dialect }: Question): readonly Part[] => {
  const expected = (claims.groups ?? []).map((name) => literal(`=${name}`, dialect));
  const isExpected = expected.length === 0 ? '1 = 0' : `g.grp IN (${expected.join(', ')})`;
  return [
    {
      name: 'asks',
      note: 'subscriptions as they begin and end',
      select: `SELECT line, what, grp, COALESCE(consumer, process) AS who,
    CASE WHEN destination IS NULL THEN '' ELSE CONCAT('=', destination) END AS whereto
  FROM recorded WHERE what IN ('subscribed', 'unsubscribed')`,
    },
    {
      name: 'met',
      note: 'the groups that are met',
      select: [
        `SELECT grp FROM sightings WHERE what IN ('delivered', 'processed', 'settled') GROUP BY grp`,
        `SELECT grp FROM recorded WHERE what IN ('discarded', 'drained') AND grp <> '' GROUP BY grp`,
        'SELECT grp FROM asks GROUP BY grp',
        ...expected.map((name) => `SELECT ${name} AS grp`),
      ].join('\n  UNION DISTINCT '),
    },
    {
      name: 'groups_met',
      note: 'the group without a name is there where no other is',
      select: `SELECT grp FROM met
  UNION ALL SELECT '' AS grp FROM (SELECT COUNT(*) AS number_met FROM met) n WHERE n.number_met = 0`,
    },
    {
      name: 'drains',
      note: 'where nothing was to come any more, and for which group',
      select: `SELECT line, grp FROM recorded WHERE what = 'drained' UNION ALL SELECT 0 AS line, '' AS grp`,
    },
    {
      name: 'groups_drained',
      note: 'the last such mark of each group, and how it is known in what it is interested',
      select: `SELECT g.grp AS grp, MAX(CASE WHEN d.grp = '' OR d.grp = g.grp THEN d.line ELSE 0 END) AS drained,
    MAX(CASE WHEN ${isExpected} OR (g.grp = '' AND a.asked IS NULL) THEN 'always'
      WHEN a.asked IS NULL THEN 'perhaps' ELSE 'subscribed' END) AS interest
  FROM groups_met g
    LEFT JOIN (SELECT grp, COUNT(*) AS asked FROM asks WHERE what = 'subscribed' GROUP BY grp) a ON a.grp = g.grp
    CROSS JOIN drains d
  GROUP BY g.grp`,
    },
    {
      name: 'holders',
      note: 'who ever held a subscription',
      select: `SELECT grp, whereto, COALESCE(who, '') AS who FROM asks WHERE what = 'subscribed'
  GROUP BY grp, whereto, COALESCE(who, '')`,
    },
    {
      name: 'holding',
      note: 'whether one holds it after each line that speaks of it',
      select: `SELECT h.grp AS grp, h.whereto AS whereto, h.who AS who, a.line AS line, CASE WHEN a.what = 'subscribed' THEN 1 ELSE 0 END AS holds
  FROM holders h JOIN asks a ON a.grp = h.grp
  WHERE (a.what = 'subscribed' AND a.whereto = h.whereto AND COALESCE(a.who, '') = h.who)
    OR (a.what = 'unsubscribed' AND a.whereto IN ('', h.whereto) AND COALESCE(a.who, h.who) = h.who)`,
    },
    {
      name: 'changes',
      note: 'by how much each line changes the number of those who hold it',
      select: `SELECT grp, whereto, line, SUM(change_of_one) AS change_of_all FROM (
    SELECT grp, whereto, line,
      holds - COALESCE(LAG(holds) OVER (PARTITION BY grp, whereto, who ORDER BY line), 0) AS change_of_one
    FROM holding) c
  GROUP BY grp, whereto, line`,
    },
    {
      name: 'numbers',
      note: 'how many hold it, after that line and before',
      select: `SELECT grp, whereto, line, present, present - change_of_all AS present_before FROM (
    SELECT grp, whereto, line, change_of_all,
      SUM(change_of_all) OVER (PARTITION BY grp, whereto ORDER BY line) AS present
    FROM changes) n`,
    },
    {
      name: 'spans',
      note: 'from where to where it lasts; what has not ended has no end',
      select: `SELECT grp, whereto, line AS begun, present, LEAD(CASE WHEN line > 0 THEN line END) OVER (PARTITION BY grp, whereto ORDER BY line) AS ended
  FROM numbers WHERE (present > 0) <> (present_before > 0)`,
    },
    {
      name: 'subscriptions',
      note: 'and the last mark that it saw',
      select: `SELECT s.grp AS grp, s.whereto AS whereto, s.begun AS begun, s.ended AS ended,
    MAX(CASE WHEN (d.grp = '' OR d.grp = s.grp) AND (s.ended IS NULL OR d.line < s.ended)
      THEN d.line ELSE 0 END) AS drained
  FROM spans s CROSS JOIN drains d WHERE s.present > 0
  GROUP BY s.grp, s.whereto, s.begun, s.ended`,
    },
  ];
};
