import type { Violation } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { onOneLine } from '../drawing/columns.ts';
import { listed } from '../story/words.ts';
import { caseOf } from './case.ts';
import type { Case } from './case.ts';
import { breachInWords, debtInWords } from './sentence.ts';

/** Why a trace breaks a promise. */
export interface Why {
  /** The clause that is violated, with the steps that violate it: one sentence, without its full stop. */
  readonly sentence: string;
  /**
   * The numbers of the steps that matter, from 1: those with the observations that decide, those that put on
   * its way what is then seen to arrive, and those in which something strikes; for a debt also the one since
   * which it is owed, and the last, after which nothing pays it.
   */
  readonly steps: readonly number[];
}

/**
 * Explains a counterexample. It says what can be read off the trace and the model, and no more: which
 * observations decide (the guarantee itself is asked), what strikes and what is cut off by it, and what
 * becomes of a message that is never delivered. Of a trace in normal form no step is superfluous, so whatever
 * strikes in it has to.
 *
 * @param trace a trace that breaks the promise in its last step, every step of which is possible
 * @example
 * explain(model, atMostOnce, trace, violation).sentence;
 * // 'm0 is delivered twice: in step 2 (data m0 from step 1) and in step 3 (data m0 from step 1)'
 */
export const explain = (
  model: WorldModel,
  guarantee: Guarantee,
  trace: readonly Action[],
  violation: Violation,
): Why => {
  const facts = caseOf(model, guarantee, trace, violation);
  const sentence = violation.type === 'breach' ? breachInWords(facts) : debtInWords(facts);
  return { sentence: onOneLine(sentence), steps: stepsOf(facts) };
};

/**
 * An explanation in words, a line each: why, and which steps of the trace matter.
 *
 * @example
 * toldWhy(explain(model, atMostOnce, trace, violation), trace);
 * // ['Why: m0 is delivered twice: … .', 'Steps that matter (▸): 1, 2 and 3 of 3.']
 */
export const toldWhy = ({ sentence, steps }: Why, trace: readonly Action[]): readonly string[] => [
  `Why: ${sentence}.`,
  ...(steps.length === 0 ? [] : [`Steps that matter (▸): ${listed(steps.map(String))} of ${trace.length}.`]),
];

const stepsOf = ({ story, violation, decisive, since, mishaps }: Case): readonly number[] => {
  const decide = new Set(decisive.map(({ step }) => step));
  const origins = story.scenes.flatMap((scene) =>
    scene.type === 'answer' && scene.arrival !== undefined && decide.has(scene.number)
      ? [scene.arrival.sent]
      : [],
  );
  const last = violation.type === 'debt' ? [story.scenes.length] : [];
  const all = [...decide, ...origins, ...mishaps.map(({ number }) => number), since ?? [], last].flat();
  return [...new Set(all)].sort((a, b) => a - b);
};
