import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { HistoryEvent } from '../../src/conformance/history.ts';

/** An independent count of a recorded run. */
export interface Tally {
  readonly file: string;
  readonly submitted: number;
  readonly confirmed: number;
  readonly abandoned: number;
  readonly deliveries: number;
  readonly deliveredDistinct: number;
  readonly confirmedNeverDelivered: readonly string[];
  readonly deliveredMoreThanOnce: number;
  readonly redeliveredAfterSettled: number;
  readonly phantom: number;
  readonly firstDeliveriesOutOfSubmissionOrder: number;
}

export const pathOf = (file: string): string => fileURLToPath(new URL(`histories/${file}`, import.meta.url));
export const textOf = (file: string): string => readFileSync(pathOf(file), 'utf8');
const rowsOf = <Row>(text: string): readonly Row[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
export const eventsOf = (file: string): readonly HistoryEvent[] => rowsOf<HistoryEvent>(textOf(file));

export const tallies = rowsOf<Tally>(textOf('tally.ndjson'));
