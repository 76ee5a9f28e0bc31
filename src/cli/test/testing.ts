import { embody } from '../../conformance/simulation/embody.ts';
import { simulateAll, usualEffort } from '../../conformance/simulation/simulate.ts';
import { throughout } from '../../conformance/simulation/sooner.ts';
import { ImplementationError } from '../../conformance/implementation.ts';
import { runPrograms } from '../../conformance/process/programs.ts';
import type { Programs, ProgramsOptions } from '../../conformance/process/programs.ts';
import { traceDocument } from '../../counterexample/file/document.ts';
import { explain } from '../../counterexample/why/why.ts';
import type { Replayed } from '../outcome.ts';
import { compose } from '../../model/compose.ts';
import type { Protocol } from '../../model/protocol.ts';
import type { World } from '../../model/world.ts';
import { asOptions } from '../budgets.ts';
import type { Past } from '../past.ts';
import { tellVerdict } from '../report.ts';
import type { Result } from '../report.ts';
import type { Task } from '../select.ts';
import { performedBy } from './performing.ts';

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
  readonly disturbances: number;
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

/** Some guarantees that are to be kept in one world. */
export interface Group {
  readonly world: World;
  readonly tasks: readonly Task[];
}

/** Holds running code to guarantees in one world: first by what was found in the past, then by looking for more. */
export const resultsOf = async (
  { world, tasks }: Group,
  programs: Programs,
  request: Request & { readonly subject: Tested; readonly past: Past },
): Promise<readonly Result[]> => {
  const { subject, past, runs, disturbances, seed } = request;
  // Code that shows nothing of its memory is run, and how far a run goes is not bounded by what a link holds.
  const model = compose(subject.protocol, subject.isVisitable ? world : { ...world, capacity: Infinity });
  const replayed: Replayed[][] = [];
  for (const task of tasks) {
    const outcomes: Replayed[] = [];
    for (const { file, trace } of past.about(task, model)) {
      outcomes.push({ file, outcome: await performedBy(model, subject.isVisitable, task.guarantee, trace) });
    }
    replayed.push(outcomes);
  }
  const guarantees = tasks.map(({ guarantee }) => guarantee);
  const within = request.programs.protocol;
  const options = { within, runs, disturbances, seed };
  const verdicts = await simulateAll(programs.implementation, world, guarantees, options);
  const results: Result[] = [];
  for (const [number, task] of tasks.entries()) {
    const result = {
      task,
      model,
      verdict: verdicts[number]!,
      search: searchLine(task, request),
      past: replayed[number]!,
    };
    results.push(await explained(result));
  }
  return results;
};

const searchLine = ({ world, guarantee }: Task, { line, overrides, runs, disturbances }: Request): string =>
  [
    `${line} --world ${world.name} --guarantee ${guarantee.name.replaceAll(' ', '-')}`,
    asOptions(overrides),
    runs === usualEffort.runs ? '' : ` --runs ${runs}`,
    disturbances === usualEffort.disturbances ? '' : ` --disturbances ${disturbances}`,
  ].join('');

/** With the reasons, and with all answers at hand: whoever tells or keeps it later cannot wait for any. */
const explained = (result: Result): Result | Promise<Result> => {
  const { task, model, verdict } = result;
  if (verdict.verdict !== 'violated') return result;
  const { guarantee, trace, violation } = verdict;
  return throughout(() => {
    const why = { ...explain(model, task.guarantee, trace, violation), alternatives: [], isTwin: false };
    tellVerdict({ ...result, why });
    traceDocument(model, guarantee, trace, { violation });
    return { ...result, why };
  });
};

/**
 * Performs what was found once more, with programs that are started afresh for it.
 *
 * @throws ImplementationError when it does not happen there.
 */
export const confirm = async ({ verdict, task, model }: Result, request: Request): Promise<void> => {
  if (verdict.verdict !== 'violated') return;
  const programs = await runPrograms({ ...request.programs, fresh: true });
  try {
    const { protocol, isVisitable } = await testedBy(programs, request);
    const again = compose(protocol, model.world);
    const { outcome } = await performedBy(again, isVisitable, task.guarantee, verdict.trace);
    if (outcome !== 'still broken') {
      throw new ImplementationError(
        Object.keys(request.programs.programs).join(' and '),
        'breaks the promise only where its process is used again, and not in one that has just been started: it remembers something across "init" or "restore"',
      );
    }
  } finally {
    await programs.end();
  }
};
