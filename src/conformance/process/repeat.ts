import { textOf } from '../../model/plain.ts';
import type { AskedEvent } from '../implementation.ts';
import type { Pool } from './pool.ts';
import { ProgramError } from './failure.ts';
import type { Program } from './program.ts';
import type { Answer, Init, Question } from './wire.ts';

/** What was asked and answered, in order. */
export type Transcript = readonly { readonly question: Question; readonly answer: Answer }[];

/**
 * Asks a program that has just been started all that another was asked, and holds its answers against those.
 *
 * @throws ProgramError when they differ.
 */
export const repeat = async (transcript: Transcript, pool: Pool): Promise<void> => {
  const { program } = pool.takeFresh();
  for (const { question, answer } of transcript) {
    const [before, now] = [textIn(answer), textIn(await program.ask(question))];
    if (before !== now) {
      program.refuse(
        told('answered differently when it was asked the same again, in another process', { before, now }),
      );
    }
  }
  program.kill();
};

/**
 * Asks two programs the same: one that goes on from where it stands, and one that was brought there by a
 * snapshot. What the first remembers beyond its snapshot shows in its answer.
 *
 * Whatever the event is, it need not be possible there: a program that fails at it says nothing, and is no longer of
 * use.
 *
 * @throws ProgramError when they answer differently.
 */
export const compareRestored = async (
  program: Program,
  event: AskedEvent,
  { snapshot, disk }: { readonly snapshot: unknown; readonly disk: object },
  init: Init,
  pool: Pool,
): Promise<void> => {
  const other = pool.take();
  if (!other.isUsed) await other.program.ask(init);
  await other.program.ask({ type: 'restore', snapshot, disk });
  const [going, restored] = [await tried(program, event), await tried(other.program, event)];
  if (going !== restored) {
    other.program.refuse(
      told(
        'remembers something that its snapshot does not hold: brought there by the snapshot it answers differently',
        { directly: going, restored },
      ),
    );
  }
  pool.giveBack(other.program);
};

const tried = async (program: Program, event: AskedEvent): Promise<string> => {
  try {
    return textIn(await program.ask(event));
  } catch (error) {
    if (error instanceof ProgramError) return 'nothing';
    throw error;
  }
};

const textIn = ({ effects, snapshot = null }: Answer): string => textOf({ effects, snapshot });

const told = (complaint: string, answers: Readonly<Record<string, string>>): string =>
  [complaint, ...Object.entries(answers).map(([when, answer]) => `  ${when.padEnd(10)} ${answer}`)].join(
    '\n',
  );
