import type { Question } from './part.ts';

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
