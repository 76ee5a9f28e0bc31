import type { HistoryEvent } from '../../src/conformance/history.ts';
import { judge } from '../../src/conformance/judge.ts';
import type { Judgement, Named } from '../../src/conformance/judge.ts';
import { atMostOnce } from '../../src/guarantees/index.ts';

const receiving = new Set(['delivered', 'processed', 'settled', 'discarded']);
/** What the one word is that follows the type, where it is no message. */
const subjects: Readonly<Record<string, string>> = {
  crashed: 'process',
  restarted: 'process',
  began: 'transaction',
  committed: 'transaction',
  aborted: 'transaction',
  subscribed: 'group',
  unsubscribed: 'group',
  drained: 'group',
};
const own = new Set(['started', 'ended', 'faults', 'fault', 'draining']);

/**
 * A history in short, its lines counted from 1: `told('submitted m0', 'delivered m0 group=a', 'drained')`. A
 * second word is the process; words like `at=5` or `complete={"submitting":true}` are fields.
 */
export const told = (...events: readonly string[]): readonly HistoryEvent[] =>
  events.map((words) => {
    const [type = '', ...rest] = words.split(' ');
    const plain = rest.filter((word) => !word.includes('='));
    const fields = rest
      .filter((word) => word.includes('='))
      .map((word): [string, unknown] => {
        const [name = '', ...value] = word.split('=');
        return [name, valueIn(value.join('='))];
      });
    return { type, ...subjectOf(type, plain), ...Object.fromEntries(fields) } as HistoryEvent;
  });

const subjectOf = (type: string, [about, process]: readonly string[]): object => {
  if (own.has(type)) return {};
  const subject = subjects[type];
  if (subject !== undefined) return about === undefined ? {} : { [subject]: about };
  return { message: about, process: process ?? (receiving.has(type) ? 'consumer' : 'producer') };
};

/** Numbers and JSON as what they are, anything else as text. */
const valueIn = (text: string): unknown =>
  /^[\d{[-]/.test(text) || /^(true|false)$/.test(text) ? JSON.parse(text) : text;

/** The same as the lines of a file. */
export const written = (...events: readonly string[]): string =>
  told(...events)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');

/** Something good, so that nothing else is missing. */
export const good = ['submitted g', 'confirmed g', 'delivered g'] as const;

export const verdict = (guarantee: Named, ...events: readonly string[]): string =>
  judge(told(...events), [guarantee]).verdict;

export const reason = (guarantee: Named, ...events: readonly string[]): string =>
  judge(told(...events), [guarantee]).reason;

/** The anomalies that there are. */
export const anomalies = (...events: readonly string[]): Partial<Judgement['anomalies']> => {
  const counted = Object.entries(judge(told(...events), [atMostOnce]).anomalies);
  return Object.fromEntries(counted.filter(([, number]) => number > 0));
};
