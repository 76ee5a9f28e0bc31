import type { StartEvent } from '../event.ts';

export type Constant = string | number | boolean;

export interface Alternatives {
  /** The first of these paths that leads to a value. */
  readonly from: string | readonly string[];
  /** What the value stands for. A value that is not in the table stands for nothing. */
  readonly table?: Readonly<Record<string, Constant>>;
  /** In what a time is counted: it becomes milliseconds. */
  readonly unit?: Unit;
  /** What to take where there is nothing. */
  readonly otherwise?: Constant;
}

export const units = ['nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'RFC 3339'] as const;
export type Unit = (typeof units)[number];

/** Where a value comes from: a path, the first of several that lead to one, a constant, or several joined to one. */
export type Source =
  | string
  | Alternatives
  | { readonly constant: Constant }
  /** All of them, with a separator between; one that stands in a part is written with a backslash before it. */
  | { readonly join: readonly (string | Alternatives)[]; readonly with: string };

/** What must be there for a rule to apply: a value, one of several, anything but some, anything, or nothing. */
export type Condition =
  Constant | readonly Constant[] | { readonly not: readonly Constant[] } | { readonly present: boolean };

/** What must hold of a record, by the path or the name that leads to the value in question. */
export type Conditions = Readonly<Record<string, Condition>>;

/** A name for each of the values that a path leads to, or for those of them of which the conditions hold. */
export interface Each {
  readonly name: string;
  readonly in: string;
  readonly when?: Conditions;
}

export type Side = 'submitting' | 'delivering';

/** What the system claims, as the event `started` has it. */
export type Claims = Pick<StartEvent, 'run' | 'promises' | 'groups' | 'window' | 'quiet'>;

/** One event of the history, with where its fields come from. */
export type EventRule = Readonly<Record<string, Source>> & { readonly type: Source };

/** Events that are written once for each of the values that have names. */
export interface Group {
  readonly each: readonly Each[];
  readonly events: readonly EventRule[];
  /** What is not completely recorded any more, once there is such a value. */
  readonly opens?: readonly Side[];
}

export interface Rule {
  /** What it is about, for whoever reads the mapping. */
  readonly note?: string;
  /** All of these must hold; a rule without any always applies. */
  readonly when?: Conditions;
  /** What the record says, in this order: nothing at all if it is of no interest. */
  readonly events: readonly (EventRule | Group)[];
  /** What is not completely recorded any more, once there is such a record: it may stand for messages unknown. */
  readonly opens?: readonly Side[];
}

/** How records of another system become events of a history; see `spec/importing.md`. */
export interface Mapping {
  readonly schemaVersion: 1;
  readonly $schema?: string;
  readonly title?: string;
  /** Where the format is published. */
  readonly source?: string;
  /** The preset that this mapping stands before: its own rules come first, and whatever else it says replaces. */
  readonly extends?: string;
  readonly format?: 'JSON' | 'EDN';
  /** How the records lie in a document, from the outside to the inside; the last are the records. */
  readonly records?: readonly Each[];
  /** Values that rules can speak of by name: `$operation`. */
  readonly names?: Readonly<Record<string, Source>>;
  /** Whether the order of the file is the order of events, or that of their times is. */
  readonly order?: 'file' | 'time';
  /** Whether every submission and every delivery of the run is recorded. */
  readonly complete?: Readonly<Record<Side, boolean>>;
  /** How it is known that at the end of the file whatever could still arrive had arrived; nothing if it is not. */
  readonly drained?: string;
  /** What the system claims: its promises, the groups that are interested, a window, a quiet time. */
  readonly claims?: Claims;
  readonly rules?: readonly Rule[];
}
