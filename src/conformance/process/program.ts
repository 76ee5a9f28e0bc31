import type { RoleName } from '../../model/message.ts';
import { startChild } from './child.ts';
import type { Child } from './child.ts';
import { CalledOffError, ProgramError } from './failure.ts';
import type { Read } from './line-reader.ts';
import { answerIn, AnswerError } from './wire.ts';
import type { Answer, Question } from './wire.ts';

/** How a program is started, and what it may take. */
export interface ProgramOptions {
  /** The command line; see `wordsOf` for how it is read. */
  readonly command: string;
  /** Whether the command line is handed to a shell instead (no). */
  readonly shell?: boolean;
  /** How long an answer may take, in seconds (5). */
  readonly answerTimeout?: number;
  /** How long the program may take to start and answer to its first `init`, in seconds (30). */
  readonly startTimeout?: number;
  /** How many bytes a line of its may have (1 MiB). */
  readonly longestLine?: number;
  /** How much memory it may have resident, in bytes; any where this is missing. It is watched on Linux only. */
  readonly mostMemory?: number;
}

/** A program that runs, and answers one question at a time. */
export interface Program {
  /**
   * Asks a question and waits for the one line that answers it.
   *
   * @throws ProgramError when there is no such line, within the limits; the program has then been killed.
   * @throws CalledOffError when the program is killed meanwhile.
   */
  readonly ask: (question: Question) => Promise<Answer>;
  /** Whether it has failed, or was ended. */
  readonly isOver: () => boolean;
  /** Ends it at once, with all that it started: what a crash does. */
  readonly kill: () => void;
  /** Asks it to end, with all that it started, and kills whatever is still there a little later. */
  readonly end: () => Promise<void>;
  /** Kills it, since something is wrong with its last answer, and throws a ProgramError about that. */
  readonly refuse: (complaint: string) => never;
}

interface Waiting {
  readonly question: Question;
  readonly keep: (answer: Answer) => void;
  readonly lose: (error: Error) => void;
}

/** How often it is looked how much memory a program takes that does not answer at once, in ms. */
const betweenLooks = 50;
/** How long it takes this process to read what has come while it was busy, in ms. */
const lastChance = 100;

/**
 * Starts a program. Whatever goes wrong with that is told when it is first asked.
 *
 * @param onOver is called when it has ended, was killed or has failed.
 */
export const startProgram = (role: RoleName, options: ProgramOptions, onOver = (): void => {}): Program => {
  const { command, shell = false, answerTimeout = 5, startTimeout = 30 } = options;
  const { longestLine = 2 ** 20, mostMemory = Infinity } = options;
  let number = -1;
  let sent: string | undefined;
  let received: string | undefined;
  let waiting: Waiting | undefined;
  let failure: Error | undefined;
  let tooLate: NodeJS.Timeout | undefined;
  let looks: NodeJS.Timeout | undefined;

  const complain = (complaint: string): void => {
    const unfinished = child.unfinished();
    fail(new ProgramError(complaint, { role, command, sent, received, unfinished, errors: child.errors() }));
  };
  const fail = (error: Error): void => {
    failure ??= error;
    child.kill();
    onOver();
    taken()?.lose(failure);
  };
  /** Whoever waits for an answer, and now does so no longer. */
  const taken = (): Waiting | undefined => {
    clearTimeout(tooLate);
    clearInterval(looks);
    const asked = waiting;
    waiting = undefined;
    return asked;
  };
  const onRead = (read: Read): void => {
    received = 'wrong' in read ? read.text : read.line;
    if ('wrong' in read) return complain(read.wrong);
    if (waiting === undefined) {
      return complain(
        number < 0 ? 'wrote a line before it was asked' : 'wrote a second line in answer to one',
      );
    }
    try {
      const answer = answerIn(read.line, waiting.question, number);
      taken()?.keep(answer);
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      complain(error.message);
    }
  };
  const child: Child = startChild({ command, shell, longestLine }, onRead, complain);

  const look = (): void => {
    const memory = child.memory();
    if (memory === undefined || memory <= mostMemory) return;
    complain(`takes ${megabytes(memory)} of memory, and ${megabytes(mostMemory)} is the limit`);
  };
  const watch = (): void => {
    const seconds = number === 0 ? startTimeout : answerTimeout;
    const late = (): void => complain(`gave no answer within ${seconds} seconds`);
    // It may be this process that was busy: then the answer lies in the pipe, and is read meanwhile.
    tooLate = setTimeout(() => {
      tooLate = setTimeout(late, lastChance);
    }, 1000 * seconds);
    if (mostMemory !== Infinity) looks = setInterval(look, betweenLooks);
  };

  return {
    ask: (question) =>
      new Promise((keep, lose) => {
        if (failure !== undefined) return lose(failure);
        number += 1;
        sent = JSON.stringify({ number, ...question });
        waiting = { question, keep, lose };
        watch();
        child.send(sent);
      }),
    isOver: () => failure !== undefined,
    kill: () => fail(new CalledOffError(role, 'was ended')),
    end: async () => {
      failure ??= new CalledOffError(role, 'was ended');
      taken()?.lose(failure);
      await child.end();
      onOver();
    },
    refuse: (complaint) => {
      complain(complaint);
      throw failure!;
    },
  };
};

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
