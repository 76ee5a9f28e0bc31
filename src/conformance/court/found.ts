import type { Completeness } from '../event.ts';
import type { Survey } from './survey.ts';
import type { Trial } from './trial.ts';

/** How many messages the submitting side saw something of. */
export type BaseCounts = Readonly<
  Record<'submitted' | 'accepted' | 'confirmed' | 'rejected' | 'abandoned', number>
>;

/** A group as it was found, and what was found of the whole history. */
export interface Found {
  readonly trial: Trial;
  readonly survey: Survey;
  readonly base: BaseCounts;
  readonly complete: Completeness;
  /** Whether an order is asked for beside it, so that what was overtaken is lost. */
  readonly ordered: boolean;
}

/** Whether something may have happened that is not in the lines that were read. */
export const hasGaps = ({ trial, complete }: Found): boolean =>
  trial.missed > 0 || complete.delivering === false;
