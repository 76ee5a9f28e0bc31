import { later } from './part.ts';
import type { Part, Question } from './part.ts';

/**
 * Everything that was found, one by one: an anomaly, a breach or a debt of a message in a group, the line that
 * shows it, and the line up to which all must have been read for it to be certain.
 */
export const foundPart = (question: Question, asked: ReadonlySet<string>): Part => ({
  name: 'found',
  note: 'all that was found, one by one',
  select: [
    ...repeated(question),
    ...compared,
    ...ordered,
    ...settled(question),
    ...breaches(question),
    ...owed,
    ...(asked.has('confirmed means delivered') ? [confirmedEarly] : []),
    ...legal,
  ].join('\n  UNION ALL '),
});

/** The columns of one thing that was found, taken from the relation with that letter. */
const row = (
  what: string,
  line: string,
  told = line,
  { subject = "'delivered'", of = '', message = '' } = {},
): string =>
  `SELECT ${subject} AS subject, ${of}grp AS grp, '${what}' AS what, ${message || `${of}message`} AS message, ${line} AS line, ${told} AS told`;

const repeated = ({ claims: { window } }: Question): readonly string[] => {
  const again = [
    `${row('duplicated', 'line')} FROM repeats WHERE nth = 2 AND subject = 'delivered'`,
    `${row('duplicatedEffect', 'line', 'line', { subject: 'subject' })} FROM repeats WHERE nth = 2 AND subject = 'processed'`,
    `${row('duplicatedAtSource', 'MIN(line)')} FROM (
    SELECT grp, message, line, log_place,
      FIRST_VALUE(log_place) OVER (PARTITION BY grp, message ORDER BY line) AS first_place
    FROM arrivals WHERE subject = 'delivered' AND log_place IS NOT NULL) x
  WHERE log_place <> first_place GROUP BY grp, message`,
  ];
  if (window === undefined) return again;
  const [distance, reach] =
    'messages' in window
      ? ['ordinal - ordinal_before', window.messages]
      : ['moment - moment_before', window.milliseconds];
  return [
    ...again,
    `${row('beyondWindow', 'MIN(line)', 'MIN(line)', { subject: 'subject' })} FROM repeats
  WHERE nth > 1 AND ${distance} > ${reach} GROUP BY subject, grp, message`,
    // What is told of it is the distance, which may not be known.
    `${row('withinWindow', 'line', 'distance', { subject: 'subject' })} FROM (
    SELECT subject, grp, message, line, ${distance} AS distance,
      ROW_NUMBER() OVER (PARTITION BY subject, grp, message ORDER BY line) AS within_nth
    FROM repeats WHERE nth > 1 AND (${distance} IS NULL OR NOT ${distance} > ${reach})) x
  WHERE within_nth = 1`,
  ];
};

const compared = ['corrupted', 'misrouted'].map(
  (what) => `${row(what, 'MIN(line)', 'MIN(told)')} FROM compared WHERE ${what} = 1 GROUP BY grp, message`,
);

const ordered = [
  `${row('reordered', 'b.line', 'b.line', { of: 'b.' })}
  FROM by_sender b JOIN arrived a ON a.grp = b.grp AND a.message = b.message AND a.arrived = b.line
  WHERE b.latest > b.submitted`,
  `${row('reorderedPerKey', 'b.line', 'b.line', { of: 'b.' })}
  FROM by_key b JOIN arrived a ON a.grp = b.grp AND a.message = b.message AND a.arrived = b.line
  WHERE b.latest > b.submitted`,
  `${row('in order', 'MIN(b.line)', 'MIN(b.line)', { of: 'b.', message: 'b.sender' })}
  FROM by_sender b JOIN arrived a ON a.grp = b.grp AND a.message = b.message AND a.arrived = b.line
  WHERE b.latest > b.submitted GROUP BY b.grp, b.sender`,
  `${row('in order per key', 'MIN(b.line)', 'MIN(b.line)', { of: 'b.', message: 'b.sender' })}
  FROM by_key b JOIN arrived a ON a.grp = b.grp AND a.message = b.message AND a.arrived = b.line
  WHERE b.latest > b.submitted GROUP BY b.grp, b.sender, b.ordering`,
  `${row('strictly in order', 'MIN(line)', 'MIN(line)', { message: 'sender' })}
  FROM by_sender WHERE latest > submitted GROUP BY grp, sender`,
];

const settled = ({ claims: { quiet } }: Question): readonly string[] => {
  const unsettled = `FROM pairs p
    JOIN settling g ON g.grp = p.grp
    LEFT JOIN settlements s ON s.grp = p.grp AND s.message = p.message`;
  const quietFrom =
    quiet === undefined
      ? ''
      : `
    JOIN arrivals a ON a.subject = p.subject AND a.grp = p.grp AND a.message = p.message AND a.line = p.last_line
    CROSS JOIN (SELECT MAX(moment) AS latest FROM recorded) t`;
  const isQuiet = quiet === undefined ? '' : ` OR t.latest - a.moment > ${quiet}`;
  const of = (what: string, line: string): string => row(what, line, line, { of: 'p.' });
  return [
    `${row('redeliveredAfterSettle', 'MIN(a.line)', 'MIN(a.line)', { of: 'a.' })}
  FROM arrivals a JOIN settlements s ON s.grp = a.grp AND s.message = a.message
  WHERE a.subject = 'delivered' AND a.line > s.settled GROUP BY a.grp, a.message`,
    `${row('handledConcurrently', 'MIN(m.line)', 'MIN(m.line)', { of: 'm.' })}
  FROM meetings m JOIN settling g ON g.grp = m.grp
    LEFT JOIN excused e ON e.grp = m.grp AND e.message = m.message AND e.line = m.line
  WHERE e.line IS NULL GROUP BY m.grp, m.message`,
    `${of('unsettled', 'p.first_line')} ${unsettled}
  WHERE p.subject = 'delivered' AND s.message IS NULL`,
    `${of('stuck', 'p.last_line')} ${unsettled}
    JOIN groups_drained d ON d.grp = p.grp${quietFrom}
  WHERE p.subject = 'delivered' AND s.message IS NULL AND (p.last_line < d.drained${isQuiet})`,
  ];
};

const ofPair = (what: string, line: string): string =>
  row(what, line, line, { subject: 'p.subject', of: 'p.' });

const breaches = ({ claims: { window } }: Question): readonly string[] => {
  // Where a window is claimed, it says which deliveries are too many; to a rejected message there may be none.
  const twice = window === undefined ? 'p.times > 1 OR ' : '';
  return [
    `${ofPair('at most once', 'p.last_line')} FROM pairs p JOIN messages m ON m.message = p.message
  WHERE ${twice}m.rejected IS NOT NULL`,
    `${ofPair('deliveredAfterReject', later('p.first_line', 'm.rejected'))} FROM pairs p
    JOIN messages m ON m.message = p.message WHERE m.rejected IS NOT NULL`,
    `${ofPair('phantom', 'p.first_line')} FROM pairs p
    JOIN messages m ON m.message = p.message WHERE m.submitted IS NULL`,
    `${ofPair('no creation', 'p.first_line')} FROM pairs p JOIN messages m ON m.message = p.message
  WHERE m.submitted IS NULL OR m.submitted > p.first_line`,
  ];
};

const owed = [
  ['', 'owed_since'],
  ['honest ', 'confirmed'],
]
  .flatMap(([which, line]) => {
    const where = (what: string, condition: string): string =>
      `${row(`${which}${what}`, line!, line, { subject: 'subject' })} FROM debts WHERE ${line} IS NOT NULL AND ${condition}`;
    return [
      where('lost', `interest <> 'perhaps' AND ${line} < drained`),
      where('perhaps lost', `interest = 'perhaps' AND ${line} < drained`),
      where('in flight', `still = 1 AND NOT ${line} < drained`),
    ];
  })
  .concat(
    `${row('overtaken', 'd.owed_since', 'd.owed_since', { subject: 'd.subject', of: 'd.' })}
  FROM debts d JOIN overtakers o ON o.grp = d.grp AND o.sender = d.sender
  WHERE d.subject = 'delivered' AND d.interest <> 'perhaps' AND d.still = 1 AND d.adrift IS NULL
    AND o.latest > d.submitted AND (o.ordering = '' OR o.ordering = CONCAT('=', d.ordering))
  GROUP BY d.subject, d.grp, d.message, d.owed_since`,
  );

const confirmedEarly = `${row('confirmed means delivered', 'm.confirmed', 'm.confirmed', { of: 'g.', message: 'm.message' })}
  FROM messages m CROSS JOIN groups_drained g
    LEFT JOIN pairs p ON p.subject = 'delivered' AND p.grp = g.grp AND p.message = m.message
  WHERE m.confirmed IS NOT NULL AND (p.message IS NULL OR m.confirmed < p.first_line)`;

const legal = [
  `${row('recovered', 'p.first_line', 'p.first_line', { of: 'p.' })}
  FROM pairs p JOIN messages m ON m.message = p.message WHERE p.subject = 'delivered' AND m.abandoned IS NOT NULL`,
  `${row('vanished', 'm.abandoned', 'm.abandoned', { of: 'g.', message: 'm.message' })}
  FROM messages m CROSS JOIN groups_drained g
    LEFT JOIN pairs p ON p.subject = 'delivered' AND p.grp = g.grp AND p.message = m.message
  WHERE m.abandoned IS NOT NULL AND m.confirmed IS NULL AND p.message IS NULL`,
];
