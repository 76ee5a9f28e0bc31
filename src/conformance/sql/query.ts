import { arrivalParts } from './arrivals.ts';
import { debtParts } from './debts.ts';
import { foundPart } from './found.ts';
import { interestParts } from './interest.ts';
import { orderParts } from './order.ts';
import type { Part, Question } from './part.ts';
import { sightingParts } from './sightings.ts';
import { anomalyColumns, clockPart, tallyParts } from './tallies.ts';
import { conditionsFor } from './verdict.ts';

/** A question by guarantees, and with what is known before. */
export interface Asked extends Omit<Question, 'orders'> {
  /** Names of guarantees, all of which are to hold. */
  readonly guarantees: readonly string[];
}

const orderOf = (name: string): readonly ('sender' | 'key')[] => {
  if (name === 'in order per key') return ['key'];
  return name === 'in order' || name === 'strictly in order' ? ['sender'] : [];
};

const questionOf = (asked: Asked): Question => ({
  ...asked,
  orders: [...new Set(asked.guarantees.flatMap(orderOf))],
});

/** Whether anybody asks what became of effects: else nobody owes them. */
const asksForEffects = ({ guarantees }: Asked): boolean =>
  guarantees.some((name) => name.endsWith(' processing'));

/** All parts that findings are made of, in an order in which each uses only those before it. */
export const partsOf = (asked: Asked): readonly Part[] => {
  const question = questionOf(asked);
  return [
    ...sightingParts(question),
    ...interestParts(question),
    ...arrivalParts(question),
    ...orderParts(question),
    ...debtParts(asksForEffects(asked) ? ['delivered', 'processed'] : ['delivered']),
    foundPart(question, new Set(asked.guarantees)),
    ...(asked.claims.window !== undefined && 'milliseconds' in asked.claims.window ? [clockPart] : []),
    ...tallyParts,
  ];
};

const any = (conditions: readonly string[]): string =>
  conditions.map((condition) => `(${condition})`).join(' OR ') || '1 = 0';

/** The verdict and the counts of each group: the last step, which uses all parts. */
export const lastSelect = (asked: Asked): string => {
  const question = questionOf(asked);
  const { quote } = asked.dialect;
  const conditions = asked.guarantees.map((name) => conditionsFor(name, question));
  const verdicts = asked.guarantees.map(
    (name, index) =>
      `  CASE WHEN ${any(conditions[index]!.violated)}\n    THEN 'violated' WHEN ${any(conditions[index]!.unknown)}\n    THEN 'unknown' ELSE 'holds' END AS ${quote(name)}`,
  );
  // Where something was not recorded nothing is lost: it may have been the delivery.
  const isWhole = asked.complete.delivering === false ? '1 = 0' : 'missed = 0';
  const counts = Object.entries(anomalyColumns).map(([name, column]) => {
    const isDebt = name === 'lost' || name === 'overtaken';
    return `  ${isDebt ? `CASE WHEN ${isWhole} THEN ${column} ELSE 0 END` : column} AS ${quote(name)}`;
  });
  return `SELECT CASE WHEN grp = '' THEN NULL ELSE SUBSTRING(grp, 2) END AS ${quote('group')},
${[...verdicts, ...counts].join(',\n')},
  in_flight AS ${quote('inFlight')}, recovered, vanished, deliveries, delivered, submitted, accepted, confirmed, rejected, abandoned
FROM known ORDER BY grp`;
};

/**
 * A query over a table of events that answers with a row for each group: the verdict of every guarantee, and how
 * many messages show each anomaly. The table has the columns of `spec/sql.md`.
 */
export const judgingQuery = (asked: Asked): string => withParts(asked, lastSelect(asked));

const withParts = (asked: Asked, last: string): string => {
  const { part, isScript, ending } = asked.dialect;
  const parts = neededBy(partsOf(asked), last).map(({ name, note, select }) => {
    const text = `-- ${note}\n${part(name, select)}`;
    return isScript ? `${text}${ending};` : text;
  });
  return isScript
    ? `${parts.join('\n')}\n${last}${ending};\n`
    : `WITH\n${parts.join(',\n')}\n${last}${ending}\n`;
};

/** The parts that are used: databases differ in whether they pass over others. */
const neededBy = (parts: readonly Part[], last: string): readonly Part[] => {
  const texts = [last];
  const needed: Part[] = [];
  for (const part of parts.toReversed()) {
    const uses = new RegExp(`\\b(?:FROM|JOIN)\\s+${part.name}\\b`);
    if (!texts.some((text) => uses.test(text))) continue;
    needed.unshift(part);
    texts.push(part.select);
  }
  return needed;
};
