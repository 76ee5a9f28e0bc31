import { parseArgs } from 'node:util';
import { onOneLine } from '../counterexample/drawing/columns.ts';
import { worst } from '../explore/verdict.ts';
import { guarantees } from '../guarantees/index.ts';
import { compose } from '../model/compose.ts';
import { ProtocolError } from '../model/errors.ts';
import { worlds } from '../model/world.ts';
import type { World } from '../model/world.ts';
import { usualStore } from '../store/store.ts';
import { asciiHelp, asciiOption, inAsciiIf } from './ascii.ts';
import { asOptions, overridesIn, worldOptions } from './budgets.ts';
import type { Command } from './command.ts';
import { engineHelp, engineIn, engineOptions } from './engines.ts';
import { pastOf, storeOptions } from './past.ts';
import type { Result } from './report.ts';
import { findingOf } from './reporters/reporter.ts';
import type { Complaint } from './reporters/reporter.ts';
import { reporterHelp, reporterOptions, reportingIn } from './reporters/reporting.ts';
import { rejectUnknownRoles, shown, subjectsOf, tasksFor } from './select.ts';
import type { Subject, Task } from './select.ts';
import { watchingOver } from './watching.ts';
import { explanationOf } from './why.ts';

export const verifyHelp = `Usage: onceproof verify [PROTOCOL...] [options]

Holds protocols to guarantees: visits every state within a bound, or walks at random.
A PROTOCOL is a name that "onceproof list" shows, or a JavaScript file that exports one.
Without any, the whole catalogue is held to what it claims.

  --world NAME      ${Object.keys(worlds).slice(0, 5).join(', ')},
                    ${Object.keys(worlds).slice(5).join(', ')} (repeatable; hostile)
  --guarantee NAME  ${guarantees
    .slice(0, 4)
    .map(({ name }) => name.replaceAll(' ', '-'))
    .join(', ')},
                    ${guarantees
                      .slice(4)
                      .map(({ name }) => name.replaceAll(' ', '-'))
                      .join(', ')}
                    (repeatable; what the protocol claims in that world)

Changes to the world:
  --messages N      how many messages the application submits
  --losses N        how many packets are lost, or "unlimited"
  --duplicates N    how many packets are duplicated, or "unlimited"
  --crashes N       how often each role crashes; or ROLE=N,ROLE=N
  --partitions N    how often a link is cut off, or "unlimited"
  --resets N        how often a connection breaks, or "unlimited"
  --clock LIMITS    how clocks go: ticks=N,skew=N,lifetime=N (a lifetime may be "unlimited")
  --links KIND      queue keeps packets in order, bag does not
  --disks FATE      whether a crash leaves disks "kept" or "lost"
  --capacity N      the bound on the packets in flight on a link

Engine:
${engineHelp}
  --store DIR       keep each new counterexample there, as a small file, and perform those of the
                    past first (${usualStore}, if that directory exists)
  --no-store        neither read nor keep any
${reporterHelp}${asciiHelp}  --help            print this

Ctrl-C ends a search, and what was covered is still told.

Exit code: 0 if all hold, 1 if any is violated, 3 if any is unknown, 2 if it was called wrongly or a file
cannot be written, 130 if it was interrupted.
`;

const options = {
  ...worldOptions,
  world: { type: 'string', multiple: true },
  guarantee: { type: 'string', multiple: true },
  ...engineOptions,
  ...storeOptions,
  ...reporterOptions,
  ...asciiOption,
  help: { type: 'boolean' },
} as const;

/** The command `onceproof verify`. */
export const verify: Command = async (args, terminal) => {
  const asked = { args: [...args], options, allowPositionals: true, tokens: true } as const;
  const { values, positionals, tokens } = parseArgs(asked);
  if (values.help) {
    terminal.stdout(verifyHelp);
    return 0;
  }
  const out = inAsciiIf(values.ascii, terminal);
  const overrides = overridesIn(values);
  const engine = engineIn(values);
  const reporting = reportingIn(tokens, out);
  const past = pastOf(values, out);
  const subjects = await subjectsOf(positionals);
  const tasks = subjects.flatMap((subject) =>
    tasksFor(subject, values.world ?? [], values.guarantee ?? [], overrides),
  );
  for (const task of tasks) rejectUnknownRoles(task.subject, task.world);
  const results: Result[] = [];
  const broken = new Map<Subject, Complaint>();
  const watching = watchingOver(out, engine.timeout);
  for (const task of tasks) {
    if (watching.isInterrupted()) break;
    if (broken.has(task.subject)) continue;
    try {
      const model = compose(task.subject.protocol, task.world);
      const replayed = past.performed(task, model);
      reporting.past(replayed, task);
      const verdict = await engine.judge(model, task.guarantee, watching);
      const search = searchLine(task, overrides, engine.asOptions);
      const why = verdict.verdict === 'violated' ? { why: explanationOf(task, model, verdict) } : {};
      const result = { task, model, verdict, ...why, search, past: replayed };
      results.push(result);
      reporting.verdict(result);
      past.keep(result);
    } catch (error) {
      // A protocol that misbehaves hides nothing of the others.
      if (!(error instanceof ProtocolError)) throw error;
      const complaint = { subject: task.subject, message: error.message };
      broken.set(task.subject, complaint);
      out.stderr(`onceproof verify: ${shown(task.subject)}: ${onOneLine(error.message)}\n`);
      reporting.complaint(complaint);
    }
  }
  watching.end();
  reporting.end(results, [...broken.values()]);
  if (watching.isInterrupted()) return 130;
  if (broken.size > 0 || past.isIncomplete || reporting.isIncomplete()) return 2;
  return { holds: 0, violated: 1, unknown: 3 }[worst(results.map((result) => findingOf(result).verdict))];
};

const searchLine = ({ subject, world, guarantee }: Task, overrides: Partial<World>, engine: string): string =>
  `onceproof verify ${shown(subject)} --world ${world.name} --guarantee ${guarantee.name.replaceAll(' ', '-')}${asOptions(overrides)}${engine}`;
