import { traceDocument } from '../counterexample/file/document.ts';
import type { Keeping } from '../counterexample/file/keeping.ts';
import type { ExhaustiveOptions } from '../explore/exhaustive.ts';
import { verifyExhaustively } from '../explore/exhaustive.ts';
import { examinerOf } from '../explore/examine.ts';
import type { Holds, Unknown, Violation } from '../explore/verdict.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import { isAbout, storeIn, usualStore } from '../store/store.ts';

/** How to find out whether a promise is kept. */
export interface KeepOptions extends ExhaustiveOptions {
  /** The directory of past failures, performed first if it exists; `false` for none. `.onceproof` if left out. */
  readonly store?: string | false;
  /**
   * Whether a new counterexample is added to that directory, as a small file that bears its content's name. It is,
   * unless told otherwise: where `store` names the directory or `.onceproof` exists, and not in CI (the variable
   * `CI` is set). No file is ever changed.
   */
  readonly keep?: boolean;
}

/** A counterexample. */
export interface Broken {
  readonly type: 'broken';
  readonly trace: readonly Action[];
  readonly violation: Violation;
  /** The past failure that is still broken, where it was one. */
  readonly file?: string;
}

/** What was found out, however it was. */
export type Finding =
  | Broken
  | { readonly type: 'kept'; readonly verdict: Holds }
  | { readonly type: 'unknown'; readonly verdict: Unknown };

/**
 * Performs the failures of the past, and then visits every state where none is still broken.
 *
 * @throws Error when a past failure cannot be read: it might be the one that is still broken
 */
export const findingOf = (
  model: WorldModel,
  guarantee: Guarantee,
  { store = usualStore, ...options }: KeepOptions,
): Finding => {
  const past = store === false ? undefined : brokenOf(model, guarantee, store);
  if (past !== undefined) return past;
  const verdict = verifyExhaustively(model, guarantee, options);
  switch (verdict.verdict) {
    case 'violated':
      return { type: 'broken', trace: verdict.trace, violation: verdict.violation };
    case 'holds':
      return { type: 'kept', verdict };
    case 'unknown':
      return { type: 'unknown', verdict };
  }
};

/** Keeps a counterexample that is new, where there is a store to keep it in. */
export const keptOf = (
  model: WorldModel,
  guarantee: Guarantee,
  { store, keep }: KeepOptions,
  { trace, violation }: Broken,
): Keeping | undefined => {
  if (store === false || keep === false) return undefined;
  const failures = storeIn(store ?? usualStore, keep === undefined ? {} : { keeping: keep });
  // Nobody is given a directory that was not asked for.
  if (store === undefined && !failures.exists()) return undefined;
  return failures.keep(traceDocument(model, guarantee.name, trace, { violation }));
};

/** The first failure of the past that is still broken. */
const brokenOf = (model: WorldModel, guarantee: Guarantee, directory: string): Finding | undefined => {
  const { failures, unreadable } = storeIn(directory).read();
  if (unreadable.length > 0) throw new Error(unreadable.map(({ message }) => message).join('\n'));
  for (const { file, document } of failures) {
    if (!isAbout(document, model, guarantee)) continue;
    const { violation, performed } = examinerOf(model, guarantee)(document.trace);
    if (violation !== undefined) return { type: 'broken', trace: performed, violation, file };
  }
  return undefined;
};
