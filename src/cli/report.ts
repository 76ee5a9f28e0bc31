import { drawText } from '../counterexample/draw.ts';
import { onOneLine } from '../counterexample/drawing/columns.ts';
import { tell } from '../counterexample/tell.ts';
import { tokenOf } from '../counterexample/token/token.ts';
import type { Coverage, Verdict, Violated } from '../explore/verdict.ts';
import type { WorldModel } from '../model/compose.ts';
import type { Out } from './command.ts';
import { wordsOf } from './outcome.ts';
import type { Replayed } from './outcome.ts';
import { nameOf, shown } from './select.ts';
import type { Task } from './select.ts';
import { paint } from './paint.ts';
import { whyInWords } from './why.ts';
import type { Explanation } from './why.ts';

/** One verdict, with what it is about and how to have it again. */
export interface Result {
  readonly task: Task;
  readonly model: WorldModel;
  readonly verdict: Verdict;
  /** Of a violation. */
  readonly why?: Explanation;
  /** The line that finds it again. */
  readonly search: string;
  /** The past failures that were performed first, and what came of them. */
  readonly past: readonly Replayed[];
}

/** A verdict for people: one line and its bound; a violation with its story. */
export const tellVerdict = (result: Result, { colour = false, width = 80 }: Partial<Out> = {}): string => {
  const { task, model, verdict, why, search } = result;
  const paints = paint(colour);
  const columns = Math.max(40, Math.min(width, 100));
  const about = onOneLine(`${verdict.guarantee}: ${nameOf(task.subject)} in the ${task.world.name} world`);
  const bound = paints.faint(`  ${onOneLine(verdict.bound)}\n  ${seenIn(verdict.coverage)}`);
  switch (verdict.verdict) {
    case 'holds':
      return `${paints.good('✓ holds')}    ${about}\n${bound}\n\n`;
    case 'unknown':
      return `${paints.doubtful('? unknown')}  ${about}\n  ${onOneLine(verdict.reason)}\n${bound}\n\n`;
    case 'violated': {
      const matters = why?.steps ?? [];
      return [
        `${paints.bad('✗ violated')} ${about}, ${lengthOf(verdict)}\n${bound}\n\n`,
        `${drawText(model, verdict.trace, verdict.violation, { colour, width: Math.min(width, 100), matters })}\n\n`,
        `${tell(model, verdict.trace, verdict.violation, { width: columns, matters })}\n\n`,
        why === undefined ? '' : `${whyInWords(why, verdict.trace, columns)}\n`,
        ...(verdict.fingerprint === undefined ? [] : [`Fingerprint: ${verdict.fingerprint}\n`]),
        `Reproduce: ${reproductionOf(result, verdict).line}\n`,
        `Find again: ${search}\n\n`,
      ].join('');
    }
  }
};

/** The token of a violation, and the line that performs it once more. */
export const reproductionOf = (
  { task: { subject }, model }: Result,
  { guarantee, trace }: Violated,
): { readonly token: string; readonly line: string } => {
  const token = tokenOf(model, guarantee, trace);
  if ('file' in subject && subject.tested !== undefined) {
    return { token, line: `${subject.tested} --replay ${token}` };
  }
  // A token carries no code.
  const protocol = 'file' in subject ? ` --protocol ${shown(subject)}` : '';
  return { token, line: `onceproof replay ${token}${protocol}` };
};

/** How long a trace is, and what is known of shorter ones. */
export const lengthOf = ({ trace, shortest, shortestIn }: Violated): string => {
  const steps = `in ${trace.length} ${trace.length === 1 ? 'step' : 'steps'}`;
  if (shortest) return `${steps}, the fewest there are`;
  return shortestIn === undefined ? `${steps}, shrunk` : `${steps}, shrunk to the fewest with ${shortestIn}`;
};

/** What a verdict stands on, in one line. */
export const seenIn = (coverage: Coverage): string => {
  const { states, transitions, depth, runs, seed, occurred, reductions = [] } = coverage;
  const size =
    states === undefined
      ? [`${number(runs)} walks`, `seed ${seed}`]
      : [`${number(states)} states`, `${number(transitions)} transitions`, `depth ${depth}`];
  // What strikes seldom, and what is no fault, is told only where there was any.
  const rare = ['partition', 'reset', 'tick'].filter((type) => (occurred[type] ?? 0) > 0);
  const events = ['delivered', 'lose', 'duplicate', 'crash', ...rare].map(
    (type) => `${number(occurred[type])} ${words[type]?.[occurred[type] === 1 ? 0 : 1]}`,
  );
  const reduced = reductions.length === 0 ? [] : [`reduced by ${reductions.join(' and ')}`];
  return [...size, ...events, ...reduced].join(', ');
};

/** For one of them, and for any other number. */
const words: Readonly<Record<string, readonly [string, string]>> = {
  delivered: ['delivery', 'deliveries'],
  lose: ['loss', 'losses'],
  duplicate: ['duplication', 'duplications'],
  crash: ['crash', 'crashes'],
  partition: ['partition', 'partitions'],
  reset: ['reset', 'resets'],
  tick: ['tick', 'ticks'],
};

const number = (count = 0): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** All verdicts as one JSON document. */
export const asJson = (results: readonly Result[]): string =>
  `${JSON.stringify({ schemaVersion: 1, results: results.map(inJson) }, undefined, 2)}\n`;

/** One verdict as plain data. */
export const inJson = (result: Result): object => {
  const { task, verdict, search, past } = result;
  const { states, transitions, depth, runs, seed, occurred, reductions } = verdict.coverage;
  return {
    protocol: nameOf(task.subject),
    world: task.world.name,
    guarantee: verdict.guarantee,
    engine: verdict.engine,
    verdict: verdict.verdict,
    bound: verdict.bound,
    states,
    transitions,
    depth,
    runs,
    seed,
    occurred,
    reductions,
    ...(past.length === 0
      ? {}
      : {
          past: past.map(({ file, outcome }) => ({
            file,
            outcome: outcome.outcome,
            reason: wordsOf(outcome),
          })),
        }),
    ...(verdict.verdict === 'violated' ? violationInJson(result, verdict) : {}),
    ...(verdict.verdict === 'unknown' ? { reason: verdict.reason } : {}),
    ...(verdict.verdict === 'violated' ? {} : { reproduce: search }),
  };
};

const violationInJson = (result: Result, verdict: Violated): object => {
  const { violation, shortest, shortestIn, fingerprint, trace } = verdict;
  const { token, line } = reproductionOf(result, verdict);
  return {
    violation,
    shortest,
    shortestIn,
    fingerprint,
    trace,
    reason: violation.clause,
    why: result.why,
    token,
    reproduce: line,
    findAgain: result.search,
  };
};
