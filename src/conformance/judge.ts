import { Court } from './court/court.ts';
import { Table } from './court/table.ts';
import type { Reading } from './court/reading.ts';
import type { HistoryEvent } from './event.ts';
import { judgementOf } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { Budget } from './memory/budget.ts';
import { definitions, promiseOf } from './promises.ts';

export type { Judgement } from './judgement.ts';

/** Hears a history line by line and judges it at any time as if it ended there. */
export interface Judge {
  readonly hear: (event: HistoryEvent, line: number) => void;
  /** The same for an event about a message that comes as its bytes, and is part of no transaction. */
  readonly hearReading: (reading: Reading) => void;
  /** There is a line, and it cannot be read: it may have been anything. */
  readonly miss: (line: number) => void;
  /** How much memory what was heard takes, in bytes. */
  readonly bytes: () => number;
  /** What is claimed in the history itself: names of promises, if its first event has any. */
  readonly claimed: () => readonly string[];
  /** Whether the history says that it is over. */
  readonly hasEnded: () => boolean;
  /** By the promises that were asked for, or others. */
  readonly judgement: (promises?: readonly Named[]) => Judgement;
}

/** A promise: only its name counts, which must be one of `historyGuarantees`. */
export interface Named {
  readonly name: string;
}

/** Steps are the same for every history, so what one has compiled serves the next. */
const table = new Table(definitions);

/** How much memory a judgement may take, if nothing else is said: 4 GiB. */
export const usualMemory = 4 * 2 ** 30;

/**
 * Judges a recorded history by guarantees, all of which are to hold: the worst verdict wins.
 *
 * `violated` rests on observations that were recorded, and for a loss on the recorder's word that the run was
 * `drained`. `holds` says that nothing recorded speaks against it and that something was recorded at all. What
 * was not observed makes `unknown`: never a loss, never a pass.
 *
 * @throws TypeError if there is no promise of such a name.
 * @example
 * judge([{ type: 'confirmed', message: 'm0', process: 'producer' }], [atLeastOnce]).reason;
 * // 'm0 was confirmed and is not yet delivered (line 1), but the history was not drained after that; no message …'
 */
export const judge = (events: Iterable<HistoryEvent>, promises: readonly Named[]): Judgement => {
  const hearing = judgeOf(promises);
  let line = 0;
  for (const event of events) hearing.hear(event, (line += 1));
  return hearing.judgement();
};

/**
 * The same for a history that comes line by line.
 *
 * @param memory how many bytes may be kept; what would need more is not heard, and makes the verdict unknown
 * @param where how a line is called: `line 7` if nothing else is said
 */
export const judgeOf = (
  promises: readonly Named[],
  memory: number = usualMemory,
  where?: (line: number) => string,
): Judge => {
  const asked = promises.map(({ name }) => promiseOf(name));
  const budget = new Budget(memory);
  const court = new Court(table, budget, where);
  return {
    hear: (event, line) => court.hear(event, line),
    hearReading: (reading) => court.hearReading(reading),
    miss: (line) => court.miss(line),
    bytes: () => budget.used,
    claimed: () => court.trial.claims.start?.promises ?? [],
    hasEnded: () => court.trial.claims.ended !== undefined,
    judgement: (others) =>
      judgementOf(court.trial, others === undefined ? asked : others.map(({ name }) => promiseOf(name))),
  };
};
