import { textOf } from '../../model/plain.ts';
import type { Instance } from '../implementation.ts';
import type { Pool } from './pool.ts';
import type { Program } from './program.ts';
import type { Answer, Feature, Init, Question } from './wire.ts';

/** What was asked and answered, in order. */
export type Transcript = readonly { readonly question: Question; readonly answer: Answer }[];

/** What a process of a role talks with, and who hears of it. */
export interface Talking {
  readonly init: Init;
  readonly features: readonly Feature[];
  readonly pool: Pool;
  /** The answer to this very `init`, where it is known: then no program is needed before the first event. */
  readonly opening: Answer | undefined;
  /** Checks an answer before it is used. */
  readonly check: (program: Program, question: Question, answer: Answer) => void;
  readonly onStop: (transcript: Transcript) => void;
}

/**
 * A process of an implementation that runs in a program. It takes a program out of the pool when it first needs
 * one, and gives it back when it is stopped, if the program can be used again.
 */
export const talkWith = async (talking: Talking): Promise<Instance> => {
  const { init, features, pool, onStop } = talking;
  const isResettable = features.includes('reset');
  const isReusable = isResettable || features.includes('snapshot');
  let program: Program | undefined;
  let transcript: { question: Question; answer: Answer }[] = [];
  let restoring: (Question & { type: 'restore' }) | undefined;
  let isAsking = false;

  const ask = async (question: Question): Promise<Answer> => {
    isAsking = true;
    const answer = await program!.ask(question);
    isAsking = false;
    talking.check(program!, question, answer);
    transcript.push({ question, answer });
    return answer;
  };
  const begin = async (): Promise<void> => {
    const taken = restoring === undefined && !isResettable ? pool.takeFresh() : pool.take();
    program = taken.program;
    // What a used one remembers is replaced by what is restored.
    if (restoring === undefined || !taken.isUsed) await ask(init);
    if (restoring !== undefined) await ask(restoring);
  };

  if (talking.opening === undefined) await begin();
  const opening = talking.opening ?? transcript[0]!.answer;
  let { snapshot } = opening;
  return {
    opening: opening.effects,
    answer: async (event) => {
      if (program === undefined) await begin();
      const answer = await ask(event);
      snapshot = answer.snapshot;
      return answer.effects;
    },
    stop: () => {
      if (program === undefined) return;
      if (isReusable && !isAsking) pool.giveBack(program);
      else program.kill();
      program = undefined;
      onStop(transcript);
    },
    snapshot: () => snapshot,
    restore: async (remembered, disk) => {
      restoring = { type: 'restore', snapshot: remembered, disk };
      snapshot = remembered;
      if (program === undefined) return;
      transcript = transcript.slice(0, 1);
      await ask(restoring);
    },
  };
};

/**
 * Asks a program that has just been started all that another was asked, and holds its answers against those.
 *
 * @throws ProgramError when they differ.
 */
export const repeat = async (transcript: Transcript, pool: Pool): Promise<void> => {
  const { program } = pool.takeFresh();
  for (const { question, answer } of transcript) {
    const again = await program.ask(question);
    const [before, now] = [answer, again].map(({ effects, snapshot = null }) =>
      textOf({ effects, snapshot }),
    );
    if (before === now) continue;
    program.refuse(
      `answered differently when it was asked the same again: it must answer the same questions with the same effects in every process\n  before     ${before}\n  now        ${now}`,
    );
  }
  program.kill();
};
