import { parseArgs } from 'node:util';
import { worst } from '../explore/verdict.ts';
import type { Verdict } from '../explore/verdict.ts';
import { guarantees } from '../guarantees/index.ts';
import { compose } from '../model/compose.ts';
import { ProtocolError } from '../model/errors.ts';
import { endsOf } from '../model/protocol.ts';
import { worlds } from '../model/world.ts';
import type { World } from '../model/world.ts';
import { asOptions, overridesIn, worldOptions } from './budgets.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { engineHelp, engineIn, engineOptions } from './engines.ts';
import { pastOf, storeOptions, tellPast } from './past.ts';
import { usualStore } from '../store/store.ts';
import { asJson, tellVerdict } from './report.ts';
import type { Result } from './report.ts';
import { shown, subjectsOf, tasksFor } from './select.ts';
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
  --links KIND      queue keeps packets in order, bag does not
  --disks FATE      whether a crash leaves disks "kept" or "lost"
  --capacity N      the bound on the packets in flight on a link

Engine:
${engineHelp}
  --store DIR       keep each new counterexample there, as a small file, and perform those of the
                    past first (${usualStore}, if that directory exists)
  --no-store        neither read nor keep any
  --json            print one JSON document
  --help            print this

Ctrl-C ends a search, and what was covered is still told.

Exit code: 0 if all hold, 1 if any is violated, 3 if any is unknown, 2 if it was called wrongly, 130 if
it was interrupted.
`;

const options = {
  ...worldOptions,
  world: { type: 'string', multiple: true },
  guarantee: { type: 'string', multiple: true },
  ...engineOptions,
  ...storeOptions,
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The command `onceproof verify`. */
export const verify: Command = async (args, out) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    out.stdout(verifyHelp);
    return 0;
  }
  const overrides = overridesIn(values);
  const engine = engineIn(values);
  const past = pastOf(values, out);
  const subjects = await subjectsOf(positionals);
  const tasks = subjects.flatMap((subject) =>
    tasksFor(subject, values.world ?? [], values.guarantee ?? [], overrides),
  );
  for (const task of tasks) rejectUnknownRoles(task);
  const results: Result[] = [];
  const broken = new Set<Subject>();
  const watching = watchingOver(out, engine.timeout);
  for (const task of tasks) {
    if (watching.isInterrupted()) break;
    if (broken.has(task.subject)) continue;
    try {
      const model = compose(task.subject.protocol, task.world);
      const replayed = past.performed(task, model);
      if (!values.json) out.stdout(tellPast(replayed, task, out));
      const verdict = await engine.judge(model, task.guarantee, watching);
      const search = searchLine(task, overrides, engine.asOptions);
      const why = verdict.verdict === 'violated' ? { why: explanationOf(task, model, verdict) } : {};
      const result = { task, model, verdict, ...why, search, past: replayed };
      results.push(result);
      if (!values.json) out.stdout(tellVerdict(result, out));
      past.keep(result);
    } catch (error) {
      // A protocol that misbehaves hides nothing of the others.
      if (!(error instanceof ProtocolError)) throw error;
      broken.add(task.subject);
      out.stderr(`onceproof verify: ${shown(task.subject)}: ${error.message}\n`);
    }
  }
  watching.end();
  if (values.json) out.stdout(asJson(results));
  if (watching.isInterrupted()) return 130;
  if (broken.size > 0 || past.isIncomplete) return 2;
  return { holds: 0, violated: 1, unknown: 3 }[worst(results.flatMap(verdictsOf))];
};

/** A past failure that is still broken is a violation, whether or not the engine found one. */
const verdictsOf = ({ verdict, past }: Result): readonly Verdict['verdict'][] => [
  verdict.verdict,
  ...past.flatMap(({ outcome }) => (outcome.outcome === 'still broken' ? (['violated'] as const) : [])),
];

const rejectUnknownRoles = ({ subject: { protocol }, world }: Task): void => {
  if (typeof world.crashes !== 'object') return;
  const stranger = Object.keys(world.crashes).find((role) => !Object.hasOwn(protocol.roles, role));
  if (stranger === undefined) return;
  const roles = [...new Set(protocol.links.flatMap((link) => Object.values(endsOf(link))))].join(', ');
  throw new UsageError(`--crashes names "${stranger}", which is no role of ${protocol.name}: ${roles}`);
};

const searchLine = ({ subject, world, guarantee }: Task, overrides: Partial<World>, engine: string): string =>
  `onceproof verify ${shown(subject)} --world ${world.name} --guarantee ${guarantee.name.replaceAll(' ', '-')}${asOptions(overrides)}${engine}`;
