import { parseArgs } from 'node:util';
import { ladder } from '../conformance/simulation/measure.ts';
import { killAll } from '../conformance/process/groups.ts';
import { usualPatience } from '../conformance/simulation/run.ts';
import { usualEffort } from '../conformance/simulation/simulate.ts';
import { worst } from '../explore/verdict.ts';
import { ProtocolError } from '../model/errors.ts';
import { worlds } from '../model/world.ts';
import { usualStore } from '../store/store.ts';
import { overridesIn, wholeNumber, worldOptions } from './budgets.ts';
import type { Command, Out } from './command.ts';
import { pastOf, storeOptions } from './past.ts';
import type { Result } from './report.ts';
import { findingOf } from './reporters/reporter.ts';
import { reporterHelp, reporterOptions, reportingIn } from './reporters/reporting.ts';
import { rejectUnknownRoles, tasksFor } from './select.ts';
import { measured } from './test/measuring.ts';
import { codeIn } from './test/code.ts';
import type { Code, Opened } from './test/code.ts';
import { programHelp, programOptions } from './test/options.ts';
import { replayed } from './test/replaying.ts';
import { asTimingOptions, timingHelp, timingIn, timingOptions } from './test/timing.ts';
import { confirm, resultsOf, testedBy } from './test/testing.ts';
import type { Group, Request, Tested } from './test/testing.ts';

export const testHelp = `Usage: onceproof test --exec COMMAND [options]
       onceproof test FILE [options]

Holds running code to guarantees. A program, in any language, is told on its standard input what
happens to it, and answers on its standard output what it does about that: spec/process-protocol.md
says how, and "onceproof init" writes a program to begin with. A FILE of JavaScript exports an
implementation, such as inProcess of the package makes.

The program:
${programHelp}
What it is held to:
  --world NAME      ${Object.keys(worlds).slice(0, 5).join(', ')},
                    ${Object.keys(worlds).slice(5).join(', ')} (repeatable; hostile)
  --guarantee NAME  as "onceproof list" shows them (repeatable; at most once, at least once and
                    exactly once)
  --messages N, --losses N, --duplicates N, --crashes N, --partitions N, --links KIND, --disks FATE,
  --capacity N      change the world, as "onceproof verify --help" tells

How:
A program that shows no snapshots is run: fairly, then with one fault, cut or delay put in wherever
there is a place for it, then with two, and then at random.

  --disturbances N  in how many places at once that is done at most (${usualEffort.disturbances})
  --runs N          how many random runs there are (${usualEffort.runs})
  --seed N          of all that is drawn by chance (1)
${timingHelp}  --measure         tell which guarantee it really keeps, and in which worlds: a table over ${ladder.length} worlds, or
                    those of --world; --guarantee is then what it claims
  --replay TOKEN    perform once more what was found: a token, or a file
  --store DIR       keep each new counterexample there, and perform those of the past first
                    (${usualStore}, if that directory exists)
  --no-store        neither read nor keep any
${reporterHelp}  --help            print this

Ctrl-C ends it, and all programs with it; what was seen so far is still told.

Exit code: 0 if all hold, 1 if any is violated, 3 if any is unknown, 2 if it was called wrongly or the
program does not do what it must, 130 if it was interrupted.
`;

const options = {
  ...programOptions,
  ...worldOptions,
  world: { type: 'string', multiple: true },
  guarantee: { type: 'string', multiple: true },
  runs: { type: 'string' },
  disturbances: { type: 'string' },
  seed: { type: 'string' },
  ...timingOptions,
  replay: { type: 'string' },
  measure: { type: 'boolean' },
  ...storeOptions,
  ...reporterOptions,
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });

/** The command `onceproof test`. */
export const test: Command = async (args, out) => {
  const { values, positionals, tokens } = parse(args);
  if (values.help) {
    out.stdout(testHelp);
    return 0;
  }
  const request = requestIn(values, await codeIn(values, positionals));
  const reporting = reportingIn(tokens, out);
  const past = pastOf(values, out);
  const results: Result[] = [];
  const work = async (opened: Opened): Promise<number | undefined> => {
    const subject = await testedBy(opened, request);
    if (values.replay !== undefined)
      return replayed(values.replay, subject, { ...values, patience: request.patience }, out);
    if (values.measure === true) return measured(opened, subject, request, values.json === true, out);
    for (const group of groupsOf(request, subject)) {
      for (const result of await resultsOf(group, opened, { ...request, subject, past })) {
        await confirm(result, request);
        results.push(result);
        reporting.past(result.past, result.task);
        reporting.verdict(result);
        past.keep(result);
      }
    }
    await opened.repeatLast();
    return undefined;
  };
  const ended = await openedFor(request.code, work, out);
  if (typeof ended === 'number') return ended;
  reporting.end(results, []);
  if (ended === 'interrupted') return 130;
  if (ended === 'failed' || past.isIncomplete || reporting.isIncomplete()) return 2;
  return { holds: 0, violated: 1, unknown: 3 }[worst(results.map((result) => findingOf(result).verdict))];
};

/**
 * Has code at hand for some work, and ends it, whatever comes: with the work, when the code does not do what it
 * must, which is told, and upon Ctrl-C.
 */
const openedFor = async <T>(
  code: Code,
  work: (opened: Opened) => Promise<T>,
  out: Out,
): Promise<T | 'failed' | 'interrupted'> => {
  let opened: Opened | undefined;
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
    if (opened === undefined) killAll();
    else void opened.end();
  };
  process.once('SIGINT', interrupt);
  try {
    opened = await code.open();
    return await work(opened);
  } catch (error) {
    if (isInterrupted) return 'interrupted';
    if (!(error instanceof ProtocolError)) throw error;
    out.stderr(`onceproof test: ${error.message}\n`);
    return 'failed';
  } finally {
    process.off('SIGINT', interrupt);
    await opened?.end();
  }
};

/** @throws UsageError when an option has a value that it cannot have. */
const requestIn = (values: Values, code: Code): Request => {
  const seed = wholeNumber('seed', values.seed ?? '1', 0);
  const timing = timingIn(values);
  return {
    code,
    seed,
    patience: { ...usualPatience, timing },
    runs: wholeNumber('runs', values.runs ?? `${usualEffort.runs}`, 0),
    disturbances: wholeNumber('disturbances', values.disturbances ?? `${usualEffort.disturbances}`, 0),
    worlds: values.world ?? [],
    guarantees: values.guarantee ?? [],
    overrides: overridesIn(values),
    line: `onceproof test${code.words}${seed === 1 ? '' : ` --seed ${seed}`}${asTimingOptions(timing)}`,
  };
};

const groupsOf = ({ worlds: names, guarantees, overrides }: Request, subject: Tested): readonly Group[] => {
  const tasks = tasksFor(subject, names, guarantees, overrides);
  for (const task of tasks) rejectUnknownRoles(task.subject, task.world);
  return [...new Set(tasks.map(({ world }) => world))].map((world) => ({
    world,
    tasks: tasks.filter((task) => task.world === world),
  }));
};
