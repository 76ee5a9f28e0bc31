import type { AskedEvent, Instance } from '../implementation.ts';
import { diskAfter } from '../simulation/playing.ts';
import type { Pool } from './pool.ts';
import type { Program } from './program.ts';
import { compareRestored } from './repeat.ts';
import type { Transcript } from './repeat.ts';
import type { Answer, Feature, Init, Question } from './wire.ts';

/** What a process of a role talks with, and who hears of it. */
export interface Talking {
  readonly init: Init;
  readonly features: readonly Feature[];
  readonly pool: Pool;
  /** The answer to this very `init`, where it is known: then no program is needed before the first event. */
  readonly opening: Answer | undefined;
  /** Checks an answer before it is used. */
  readonly check: (program: Program, question: Question, answer: Answer) => void;
  /** Whether it is time to look if what it shows of itself is all that it remembers. */
  readonly isDoubted: () => boolean;
  readonly onStop: (transcript: Transcript) => void;
}

/** Where a process stands. */
interface Standing {
  readonly snapshot: unknown;
  readonly disk: object;
  /** What it has just answered; nothing at its beginning. */
  readonly last?: AskedEvent;
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
  let standing: Standing = { snapshot: opening.snapshot, disk: diskAfter(init.disk, opening.effects) };

  /** What it stands for is no longer needed: so it can be asked once more what it has just been asked. */
  const doubt = async (): Promise<void> => {
    const { last } = standing;
    if (program === undefined || last === undefined || !talking.isDoubted()) return;
    await compareRestored(program, last, standing, init, pool);
    if (program.isOver()) program = undefined;
  };

  return {
    opening: opening.effects,
    answer: async (event) => {
      if (program === undefined) await begin();
      const { effects, snapshot } = await ask(event);
      standing = { snapshot, disk: diskAfter(standing.disk, effects), last: event };
      return effects;
    },
    stop: async () => {
      if (program === undefined) return;
      if (!isAsking) await doubt();
      if (isReusable && !isAsking && program !== undefined) pool.giveBack(program);
      else program?.kill();
      program = undefined;
      onStop(transcript);
    },
    snapshot: () => standing.snapshot,
    restore: async (snapshot, disk) => {
      await doubt();
      standing = { snapshot, disk };
      restoring = { type: 'restore', snapshot, disk };
      if (program === undefined) return;
      transcript = transcript.slice(0, 1);
      await ask(restoring);
    },
  };
};
