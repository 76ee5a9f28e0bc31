import { embody } from '../../conformance/simulation/embody.ts';
import { throughout } from '../../conformance/simulation/sooner.ts';
import { ImplementationError } from '../../conformance/implementation.ts';
import { runPrograms } from '../../conformance/process/programs.ts';
import type { Programs, ProgramsOptions } from '../../conformance/process/programs.ts';
import { traceDocument } from '../../counterexample/file/document.ts';
import { explain } from '../../counterexample/why/why.ts';
import { examinerOf } from '../../explore/examine.ts';
import { compose } from '../../model/compose.ts';
import type { Protocol } from '../../model/protocol.ts';
import type { World } from '../../model/world.ts';
import { asOptions } from '../budgets.ts';
import type { Past } from '../past.ts';
import { tellVerdict } from '../report.ts';
import type { Result } from '../report.ts';
import type { Task } from '../select.ts';
import { judge } from './judging.ts';

/** Running code in the form of a protocol, and the command line that tests it. */
export interface Tested {
  readonly protocol: Protocol;
  readonly file: string;
  readonly tested: string;
  readonly isVisitable: boolean;
}

/** What was asked for. */
export interface Request {
  readonly programs: ProgramsOptions;
  readonly seed: number;
  readonly runs: number;
  readonly worlds: readonly string[];
  readonly guarantees: readonly string[];
  readonly overrides: Partial<World>;
  /** The command line, without what is tested. */
  readonly line: string;
}

/** Gives programs the form of a protocol. */
export const testedBy = async (
  { implementation }: Programs,
  { programs, seed, line }: Request,
): Promise<Tested> => {
  const { protocol, isVisitable } = await embody(implementation, { within: programs.protocol, seed });
  return { protocol, isVisitable, file: programs.name, tested: line };
};

/** Holds running code to one guarantee in one world: first by what was found in the past, then by looking for more. */
export const resultOf = async (
  task: Task,
  { subject, past, runs, seed, overrides, line }: Request & { readonly subject: Tested; readonly past: Past },
): Promise<Result> => {
  const model = compose(subject.protocol, task.world);
  const replayed = await throughout(() => past.performed(task, model));
  const verdict = await judge(model, task.guarantee, { isVisitable: subject.isVisitable, runs, seed });
  const chosen = `--world ${task.world.name} --guarantee ${task.guarantee.name.replaceAll(' ', '-')}`;
  const search = `${line} ${chosen}${asOptions(overrides)} --runs ${runs}`;
  const result = { task, model, verdict, search, past: replayed };
  if (verdict.verdict !== 'violated') return result;
  return throughout(() => {
    const why = explain(model, task.guarantee, verdict.trace, verdict.violation);
    const explained = { ...result, why: { ...why, alternatives: [], isTwin: false } };
    // Whoever tells or keeps it later cannot wait for answers: so all are at hand from here on.
    tellVerdict(explained);
    traceDocument(model, verdict.guarantee, verdict.trace, { violation: verdict.violation });
    return explained;
  });
};

/**
 * Performs what was found once more, with programs that are started afresh for it.
 *
 * @throws ImplementationError when it does not happen there.
 */
export const confirm = async ({ verdict, task }: Result, request: Request): Promise<void> => {
  if (verdict.verdict !== 'violated') return;
  const programs = await runPrograms({ ...request.programs, fresh: true });
  try {
    const { protocol } = await testedBy(programs, request);
    const examine = examinerOf(compose(protocol, task.world), task.guarantee);
    const { violation } = await throughout(() => examine(verdict.trace));
    if (violation === undefined) {
      throw new ImplementationError(
        Object.keys(request.programs.programs).join(' and '),
        'breaks the promise only where its process is used again, and not in one that has just been started: it remembers something across "init" or "restore"',
      );
    }
  } finally {
    await programs.end();
  }
};
