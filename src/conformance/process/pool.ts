import type { RoleName } from '../../model/message.ts';
import { CalledOffError } from './failure.ts';
import { startProgram } from './program.ts';
import type { Program, ProgramOptions } from './program.ts';

/** A program that was taken out of a pool; `isUsed` if it has answered to an `init` before. */
export interface Taken {
  readonly program: Program;
  readonly isUsed: boolean;
}

/** The programs of one role that run and are not in use. */
export interface Pool {
  /** One that has just been started. */
  readonly takeFresh: () => Taken;
  /** One that was given back, or else a fresh one. */
  readonly take: () => Taken;
  /** From here on it is known that no program of this role can be used again. */
  readonly useOnce: () => void;
  /** Keeps a program, to be used again. */
  readonly giveBack: (program: Program) => void;
  /** How many programs have been started. */
  readonly started: () => number;
  /** Ends all that are in the pool, and all that were ever taken out of it. */
  readonly end: () => Promise<void>;
}

/** How many programs start in advance, since that takes long, and how many wait to be used again. */
const mostSpare = 2;
const mostIdle = 16;

export const poolOf = (role: RoleName, options: ProgramOptions): Pool => {
  const spare: Program[] = [];
  const idle: Program[] = [];
  const all = new Set<Program>();
  let started = 0;
  let isOver = false;
  let isUsedOnce = false;

  const start = (): Program => {
    if (isOver) throw new CalledOffError(role, 'is not started any more');
    started += 1;
    const program = startProgram(role, options, () => all.delete(program));
    all.add(program);
    return program;
  };
  const fill = (): void => {
    for (let count = spare.length; count < mostSpare; count += 1) spare.push(start());
  };
  const takeFresh = (): Taken => {
    const program = spare.shift() ?? start();
    // Where each is used once, the next one starts while this one works.
    if (isUsedOnce && !isOver) fill();
    return { program, isUsed: false };
  };

  return {
    takeFresh,
    take: () => {
      const program = idle.pop();
      return program === undefined ? takeFresh() : { program, isUsed: true };
    },
    useOnce: () => {
      isUsedOnce = true;
    },
    giveBack: (program) => {
      if (program.isOver()) return;
      if (idle.length < mostIdle) idle.push(program);
      else program.kill();
    },
    started: () => started,
    end: async () => {
      isOver = true;
      await Promise.all([...all].map((program) => program.end()));
    },
  };
};
