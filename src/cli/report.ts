import { drawText } from '../counterexample/draw.ts';
import { tell } from '../counterexample/tell.ts';
import type { Coverage, Verdict } from '../explore/verdict.ts';
import type { WorldModel } from '../model/compose.ts';
import type { Out } from './command.ts';
import { nameOf } from './select.ts';
import type { Task } from './select.ts';
import { paint } from './paint.ts';

/** One verdict, with what it is about and how to have it again. */
export interface Result {
  readonly task: Task;
  readonly model: WorldModel;
  readonly verdict: Verdict;
  readonly replay: string;
}

/** A verdict for people: one line and its bound; a violation with its story. */
export const tellVerdict = (
  { task, model, verdict, replay }: Result,
  { colour = false, width = 80 }: Out,
): string => {
  const paints = paint(colour);
  const about = `${verdict.guarantee}: ${nameOf(task.subject)} in the ${task.world.name} world`;
  const bound = paints.faint(`  ${verdict.bound}\n  ${seenIn(verdict.coverage)}`);
  switch (verdict.verdict) {
    case 'holds':
      return `${paints.good('✓ holds')}    ${about}\n${bound}\n\n`;
    case 'unknown':
      return `${paints.doubtful('? unknown')}  ${about}\n  ${verdict.reason}\n${bound}\n\n`;
    case 'violated': {
      const steps = `${verdict.trace.length} ${verdict.trace.length === 1 ? 'step' : 'steps'}`;
      const length = verdict.shortest ? `in ${steps}, the fewest there are` : `in ${steps}`;
      return [
        `${paints.bad('✗ violated')} ${about}, ${length}\n${bound}\n\n`,
        `${drawText(model, verdict.trace, verdict.violation, { colour, width: Math.min(width, 100) })}\n\n`,
        `${tell(model, verdict.trace, verdict.violation, { width: Math.max(40, Math.min(width, 100)) })}\n\n`,
        `Reproduce: ${replay}\n\n`,
      ].join('');
    }
  }
};

/** What a verdict stands on, in one line. */
export const seenIn = ({ states, transitions, depth, runs, seed, occurred }: Coverage): string => {
  const size =
    states === undefined
      ? [`${number(runs)} walks`, `seed ${seed}`]
      : [`${number(states)} states`, `${number(transitions)} transitions`, `depth ${depth}`];
  const events = ['delivered', 'lose', 'duplicate', 'crash'].map(
    (type) => `${number(occurred[type])} ${words[type]?.[occurred[type] === 1 ? 0 : 1]}`,
  );
  return [...size, ...events].join(', ');
};

/** For one of them, and for any other number. */
const words: Readonly<Record<string, readonly [string, string]>> = {
  delivered: ['delivery', 'deliveries'],
  lose: ['loss', 'losses'],
  duplicate: ['duplication', 'duplications'],
  crash: ['crash', 'crashes'],
};

const number = (count = 0): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** All verdicts as one JSON document. */
export const asJson = (results: readonly Result[]): string =>
  `${JSON.stringify({ schemaVersion: 1, results: results.map(inJson) }, undefined, 2)}\n`;

const inJson = ({ task, verdict, replay }: Result): object => {
  const { states, transitions, depth, runs, seed, occurred } = verdict.coverage;
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
    ...(verdict.verdict === 'violated'
      ? {
          violation: verdict.violation,
          shortest: verdict.shortest,
          trace: verdict.trace,
          reason: verdict.violation.clause,
        }
      : {}),
    ...(verdict.verdict === 'unknown' ? { reason: verdict.reason } : {}),
    reproduce: replay,
  };
};
