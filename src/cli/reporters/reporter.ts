import type { Violation } from '../../explore/verdict.ts';
import type { Action } from '../../model/action.ts';
import type { Replayed } from '../outcome.ts';
import { lengthOf, reproductionOf } from '../report.ts';
import type { Result } from '../report.ts';
import { quoted, shown } from '../select.ts';
import type { Subject, Task } from '../select.ts';

/** A protocol that misbehaved, so that nothing can be said about it. */
export interface Complaint {
  readonly subject: Subject;
  readonly message: string;
}

/** Puts what `onceproof verify` finds into words for somebody: each thing as it comes, or all at the end. */
export interface Reporter {
  /** The past failures that were performed before a search. */
  readonly past?: (replayed: readonly Replayed[], task: Task) => string;
  readonly verdict?: (result: Result) => string;
  readonly complaint?: (complaint: Complaint) => string;
  readonly end?: (results: readonly Result[], complaints: readonly Complaint[]) => string;
}

/** What one result comes to, in one piece. */
export interface Finding {
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** What is wrong and in how many steps; or why nothing is known; or the bound within which it holds. */
  readonly reason: string;
  /** The line that has it again. */
  readonly reproduce: string;
  /** How it is broken, if it is. */
  readonly broken?: { readonly trace: readonly Action[]; readonly violation: Violation };
}

/** A past failure that is still broken is a violation, whether or not the engine found one. */
export const findingOf = (result: Result): Finding => {
  const { verdict, past, search, task } = result;
  if (verdict.verdict === 'violated') {
    return {
      verdict: 'violated',
      reason: `${verdict.violation.clause}, ${lengthOf(verdict)}`,
      reproduce: reproductionOf(result, verdict).line,
      broken: verdict,
    };
  }
  for (const { file, outcome } of past) {
    if (outcome.outcome !== 'still broken') continue;
    const { performed: trace, violation } = outcome;
    const protocol = 'file' in task.subject ? ` --protocol ${shown(task.subject)}` : '';
    return {
      verdict: 'violated',
      reason: `${violation.clause}, as it was when ${file} was kept`,
      reproduce:
        'file' in task.subject && task.subject.tested !== undefined
          ? `${task.subject.tested} --replay ${quoted(file)}`
          : `onceproof replay ${quoted(file)}${protocol}`,
      broken: { trace, violation },
    };
  }
  const reason = verdict.verdict === 'unknown' ? verdict.reason : verdict.bound;
  return { verdict: verdict.verdict, reason, reproduce: search };
};
