import type { Written } from './rules.ts';

/** An event of the history that comes of records, with the place of the record that it comes from. */
export type Imported = Written & { readonly from: string | number; readonly at?: number };

/** By their clocks a process saw messages before they were submitted, by at most so many milliseconds. */
export type Disagreement = (process: string, milliseconds: number) => void;

/**
 * Puts events in the order of their times; of those of one time the submissions come first, and the others stay in
 * the order in which they were read.
 *
 * Clocks of several machines disagree, and no message arrives before it is submitted. Where one does by their
 * clocks, everything that the receiving process saw is put later by the same span, the smallest that is possible:
 * so the order of what one process saw remains (as in the logical clocks of Lamport 1978, and as traces are mended
 * when they are shown). The span is told.
 */
export const inOrderOfTime = (
  events: readonly Imported[],
  clocksDisagree: Disagreement,
): readonly Imported[] => {
  const submittedAt = new Map<unknown, number>();
  for (const { type, message, at } of events) {
    if (type !== 'submitted') continue;
    submittedAt.set(message, Math.min(at as number, submittedAt.get(message) ?? Infinity));
  }
  const behind = new Map<unknown, number>();
  for (const event of events) {
    if (!receiving.has(event['type'])) continue;
    const { process, message, at } = event;
    const early = (submittedAt.get(message) ?? -Infinity) - (at as number);
    if (early > (behind.get(process) ?? 0)) behind.set(process, early);
  }
  for (const [process, milliseconds] of behind) clocksDisagree(String(process ?? 'consumer'), milliseconds);
  return events
    .map((event) => {
      const late = receiving.has(event['type']) ? (behind.get(event['process']) ?? 0) : 0;
      return late === 0 ? event : { ...event, at: event.at! + late };
    })
    .sort((a, b) => a.at! - b.at! || rank(a) - rank(b));
};

const receiving: ReadonlySet<unknown> = new Set(['delivered', 'processed', 'settled']);
const rank = ({ type }: Imported): number => (type === 'submitted' ? 0 : 1);
