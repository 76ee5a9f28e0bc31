import type { Part, Question } from './part.ts';

/** In which order deliveries come, in each stream: the messages of one sender, and those of one key of it. */
export const orderParts = (question: Question): readonly Part[] => {
  const stream = {
    sender: { columns: 'grp, sender', where: '' },
    key: { columns: 'grp, sender, ordering', where: ' WHERE ordering IS NOT NULL' },
  } as const;
  const ofStream = (kind: 'sender' | 'key'): Part => ({
    name: `by_${kind}`,
    note: `in each stream of one ${kind}, the latest submission that was delivered before`,
    select: `SELECT grp, sender, ordering, message, line, submitted,
    MAX(submitted) OVER (PARTITION BY ${stream[kind].columns}
      ORDER BY line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest
  FROM ordered${stream[kind].where}`,
  });
  return [
    {
      name: 'ordered',
      note: 'deliveries that count for the order: after the submission, and not abandoned by then',
      select: `SELECT a.grp AS grp, m.sender AS sender, m.ordering AS ordering, a.message AS message, a.line AS line, m.submitted AS submitted
  FROM arrivals a JOIN messages m ON m.message = a.message
  WHERE a.subject = 'delivered' AND m.submitted < a.line AND (m.adrift IS NULL OR m.adrift > a.line)`,
    },
    ofStream('sender'),
    ofStream('key'),
    {
      name: 'arrived',
      note: 'where what came out of order was first delivered after its submission',
      select: `SELECT a.grp AS grp, a.message AS message, MIN(a.line) AS arrived
  FROM arrivals a JOIN messages m ON m.message = a.message
  WHERE a.subject = 'delivered' AND m.submitted < a.line
    AND a.message IN (SELECT message FROM by_sender WHERE latest > submitted)
  GROUP BY a.grp, a.message`,
    },
    {
      name: 'overtakers',
      note: 'in each stream the latest submission that was delivered at all',
      select:
        question.orders
          .map(
            (
              kind,
            ) => `SELECT ${kind === 'sender' ? "grp, sender, '' AS ordering" : "grp, sender, CONCAT('=', ordering) AS ordering"},
    MAX(submitted) AS latest FROM ordered${stream[kind].where} GROUP BY ${stream[kind].columns}`,
          )
          .join('\n  UNION ALL ') ||
        "SELECT grp, sender, '' AS ordering, submitted AS latest FROM ordered WHERE 1 = 0",
    },
  ];
};
