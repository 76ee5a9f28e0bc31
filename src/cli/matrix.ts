import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { guarantees } from '../guarantees/index.ts';
import { assumptions, codeOf } from '../matrix/assumptions.ts';
import { wholeNumber } from './budgets.ts';
import type { Command, Out } from './command.ts';
import { UsageError } from './command.ts';
import { asJson } from './matrix/json.ts';
import { pagesOf } from './matrix/page.ts';
import { planOf } from './matrix/plan.ts';
import type { Finding, Plan, Request } from './matrix/plan.ts';
import { findingsOf } from './matrix/pool.ts';
import { markOf } from './matrix/tables.ts';
import type { Found } from './matrix/tables.ts';
import { tellMatrix } from './matrix/text.ts';
import { shown } from './select.ts';

const width = Math.max(...assumptions.map(({ name }) => name.length));

export const matrixHelp = `Usage: onceproof matrix [PROTOCOL...] [options]

Shows which protocol keeps which guarantee under which assumption about faults, in every
state within a bound; and of what is broken, how short the shortest counterexample is.
A PROTOCOL is a name that "onceproof list" shows, or a JavaScript file that exports one.
Without any, it is the whole catalogue.

  --world NAME      only this column (repeatable):
${assumptions.map((column) => `                      ${column.name.padEnd(width)}  ${codeOf(column)}`).join('\n')}
  --guarantee NAME  only this promise (repeatable):
${guarantees.map(({ name }) => `                      ${name.replaceAll(' ', '-')}`).join('\n')}
  --flaws           below each protocol of the catalogue, its flawed twins as well
  --write DIR       write matrix.md into this directory, and its stories beside it
  --messages N      how many messages the application submits
  --capacity N      the bound on the packets in flight on a link
  --max-states N    after how many states a cell is given up (2000000)
  --workers N       how many threads share the work (one for each core)
  --json            print one JSON document, with every counterexample
  --help            print this

Exit code: 0 if every cell could be decided or was never put to the test, whatever it says;
3 if a limit left any undecided; 2 if it was called wrongly or a protocol misbehaves.
`;

const options = {
  world: { type: 'string', multiple: true },
  guarantee: { type: 'string', multiple: true },
  flaws: { type: 'boolean' },
  write: { type: 'string' },
  messages: { type: 'string' },
  capacity: { type: 'string' },
  'max-states': { type: 'string' },
  workers: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The command `onceproof matrix`. */
export const matrix: Command = async (args, out) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    out.stdout(matrixHelp);
    return 0;
  }
  const least = (option: 'messages' | 'capacity'): object =>
    values[option] === undefined ? {} : { [option]: wholeNumber(option, values[option], 1) };
  const request: Request = {
    protocols: positionals,
    flaws: values.flaws ?? false,
    worlds: values.world ?? [],
    guarantees: values.guarantee ?? [],
    options: {
      bounds: { ...least('messages'), ...least('capacity') },
      ...(values['max-states'] === undefined
        ? {}
        : { maxStates: wholeNumber('max-states', values['max-states'], 1) }),
    },
  };
  const workers = wholeNumber('workers', values.workers ?? String(availableParallelism()), 1);
  const plan = await planOf(request);
  if (values.write !== undefined)
    inDirectory(values.write, () => mkdirSync(values.write!, { recursive: true }));
  const findings = await findingsOf(request, plan, workers, progress());
  const found = without(complaining(findings), plan, findings);
  for (const [row, complaint] of complaining(findings)) {
    out.stderr(`onceproof matrix: ${shown(plan.rows[row]!)}: ${complaint}\n`);
  }
  if (values.json) out.stdout(asJson(found));
  else if (found.rows.length > 0) out.stdout(tellMatrix(found, out));
  if (values.write !== undefined) writeInto(values.write, found, out);
  if (found.rows.length < plan.rows.length) return 2;
  return found.verdicts.flat(2).some((verdict) => markOf(verdict) === '?') ? 3 : 0;
};

/** How far it is, where somebody looks on: it may take a while. */
const progress = (): ((done: number, all: number) => void) => {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, all) =>
    process.stderr.write(done < all ? `\r${done} of ${all} places` : `\r${' '.repeat(40)}\r`);
};

/** The first complaint about each protocol that misbehaves, by the number of its row. */
const complaining = (findings: readonly Finding[]): ReadonlyMap<number, string> =>
  new Map(
    findings
      .toReversed()
      .flatMap((finding) => ('complaint' in finding ? [[finding.row, finding.complaint] as const] : [])),
  );

/** A protocol that misbehaves hides nothing of the others. */
const without = (
  broken: ReadonlyMap<number, string>,
  { rows, columns, guarantees: asked, options: bounded }: Plan,
  findings: readonly Finding[],
): Found => {
  const kept = rows.map((_, row) => row).filter((row) => !broken.has(row));
  const verdictsOf = (row: number) =>
    findings.flatMap((finding) => (finding.row === row && 'verdicts' in finding ? [finding.verdicts] : []));
  return {
    rows: kept.map((row) => rows[row]!),
    columns,
    guarantees: asked,
    options: bounded,
    verdicts: kept.map(verdictsOf),
  };
};

const writeInto = (directory: string, found: Found, out: Out): void => {
  const pages = pagesOf(found);
  inDirectory(directory, () => {
    for (const { path, text } of pages) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
  });
  out.stderr(`wrote ${join(directory, pages[0]!.path)} and ${pages.length - 1} pages of stories\n`);
};

/** Does something in a directory that was asked for; if that cannot be done, the call was wrong. */
const inDirectory = (directory: string, act: () => void): void => {
  try {
    act();
  } catch (error) {
    throw new UsageError(
      `${directory} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};
