import type { HistoryEvent } from '../../src/conformance/history.ts';
import { judge } from '../../src/conformance/judge.ts';
import type { Judgement } from '../../src/conformance/judge.ts';
import { atMostOnce } from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';

/** A history in short: `told('submitted m0', 'delivered m0', 'drained')`, its lines counted from 1. */
export const told = (...events: readonly string[]): readonly HistoryEvent[] =>
  events.map((words) => {
    const [type = '', about, process] = words.split(' ');
    const side = type === 'delivered' || type === 'settled' ? 'consumer' : 'producer';
    if (type === 'crashed' || type === 'restarted') return { type, process: about } as HistoryEvent;
    if (about === undefined) return { type } as HistoryEvent;
    return { type, message: about, process: process ?? side } as HistoryEvent;
  });

/** The same as the lines of a file. */
export const written = (...events: readonly string[]): string =>
  told(...events)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');

/** Something good, so that nothing else is missing. */
export const good = ['submitted g', 'confirmed g', 'delivered g'] as const;

export const verdict = (guarantee: Guarantee, ...events: readonly string[]): string =>
  judge(told(...events), [guarantee]).verdict;

export const reason = (guarantee: Guarantee, ...events: readonly string[]): string =>
  judge(told(...events), [guarantee]).reason;

/** The anomalies that there are. */
export const anomalies = (...events: readonly string[]): Partial<Judgement['anomalies']> => {
  const counted = Object.entries(judge(told(...events), [atMostOnce]).anomalies);
  return Object.fromEntries(counted.filter(([, number]) => number > 0));
};
