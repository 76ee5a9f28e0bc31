import { embody } from '../../conformance/simulation/embody.ts';
import type { Patience } from '../../conformance/simulation/run.ts';
import { simulateAll, usualEffort } from '../../conformance/simulation/simulate.ts';
import { throughout } from '../../conformance/simulation/sooner.ts';
import { ImplementationError } from '../../conformance/implementation.ts';
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
import type { Code, Opened } from './code.ts';
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
  readonly code: Code;
  readonly seed: number;
  /** How long the code is waited for, and what is assumed of time. */
  readonly patience: Patience;
  readonly runs: number;
  readonly disturbances: number;
  readonly worlds: readonly string[];
  readonly guarantees: readonly string[];
  readonly overrides: Partial<World>;
  /** The command line, without what is tested. */
  readonly line: string;
}

/** Gives running code the form of a protocol. */
export const testedBy = async (
  { implementation }: Opened,
  { code, seed, patience, line }: Request,
): Promise<Tested> => {
  const { protocol, isVisitable } = await embody(implementation, { within: code.within, seed });
  // States are not told apart by what is known of time: then they are not visited.
  return {
    protocol,
    isVisitable: isVisitable && patience.timing === undefined,
    file: code.name,
    tested: line,
  };
};

/** Some guarantees that are to be kept in one world. */
export interface Group {
  readonly world: World;
  readonly tasks: readonly Task[];
}

/** Holds running code to guarantees in one world: first by what was found in the past, then by looking for more. */
export const resultsOf = async (
  { world, tasks }: Group,
  { implementation }: Opened,
  request: Request & { readonly subject: Tested; readonly past: Past },
): Promise<readonly Result[]> => {
  const { subject, past, runs, disturbances, seed, patience } = request;
  const performing = { isVisitable: subject.isVisitable, patience };
  // Code that shows nothing of its memory is run, and how far a run goes is not bounded by what a link holds.
  const model = compose(subject.protocol, subject.isVisitable ? world : { ...world, capacity: Infinity });
  const replayed: Replayed[][] = [];
  for (const task of tasks) {
    const outcomes: Replayed[] = [];
    for (const { file, trace } of past.about(task, model)) {
      outcomes.push({ file, outcome: await performedBy(model, performing, task.guarantee, trace) });
    }
    replayed.push(outcomes);
  }
  const guarantees = tasks.map(({ guarantee }) => guarantee);
  const { within } = request.code;
  const options = { within, runs, disturbances, seed, ...patience };
  const verdicts = await simulateAll(implementation, world, guarantees, options);
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
 * Has what was found performed once more, by processes that are started afresh for it.
 *
 * @throws ImplementationError when it does not happen there.
 */
export const confirm = async ({ verdict, task, model }: Result, request: Request): Promise<void> => {
  if (verdict.verdict !== 'violated') return;
  const opened = await request.code.open(true);
  try {
    const { protocol, isVisitable } = await testedBy(opened, request);
    const again = compose(protocol, model.world);
    const { outcome } = await performedBy(
      again,
      { isVisitable, patience: request.patience },
      task.guarantee,
      verdict.trace,
    );
    if (outcome !== 'still broken') {
      throw new ImplementationError(
        Object.keys(opened.implementation.roles).join('" and "'),
        'breaks the promise only where its process is used again, and not in one that has just been started: it remembers something across "init" or "restore"',
      );
    }
  } finally {
    await opened.end();
  }
};
