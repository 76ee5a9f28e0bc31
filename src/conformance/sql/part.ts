import type { Completeness, StartEvent } from '../event.ts';
import type { Dialect } from './dialect.ts';

/** One named part of a query, which those after it may use. */
export interface Part {
  readonly name: string;
  /** What it holds, as a comment of the query. */
  readonly note: string;
  readonly select: string;
}

/** What is claimed of the run, and asked of it: it stands in the query as constants. */
export interface Question {
  readonly dialect: Dialect;
  /** The table of events. */
  readonly table: string;
  /** What `started` claims. */
  readonly claims: Pick<StartEvent, 'groups' | 'window' | 'quiet'>;
  /** What `ended` says, over what `started` does. */
  readonly complete: Completeness;
  /** The orders that are asked for, so that what was overtaken is lost. */
  readonly orders: readonly ('sender' | 'key')[];
}

/** A list of texts to choose from. */
export const oneOf = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** The smaller of two lines of which either may be missing. */
export const earlier = (a: string, b: string): string =>
  `CASE WHEN ${a} IS NULL OR ${b} < ${a} THEN ${b} ELSE ${a} END`;

/** The greater of two lines of which either may be missing. */
export const later = (a: string, b: string): string =>
  `CASE WHEN ${a} IS NULL OR ${b} > ${a} THEN ${b} ELSE ${a} END`;
