import { parseArgs } from 'node:util';
import { onOneLine } from '../counterexample/drawing/columns.ts';
import { tell } from '../counterexample/tell.ts';
import { tokenOf } from '../counterexample/token/token.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import { exactlyOnce, guarantees } from '../guarantees/index.ts';
import type { Action } from '../model/action.ts';
import { compose } from '../model/compose.ts';
import type { WorldModel } from '../model/compose.ts';
import { asciiHelp, asciiOption, inAsciiIf, legible } from './ascii.ts';
import { overridesIn, worldOptions } from './budgets.ts';
import { named, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { engineIn } from './engines.ts';
import { despite, faults } from './despite.ts';
import { limitOptions } from './limits.ts';
import { outcomeOf } from './outcome.ts';
import { paint } from './paint.ts';
import { pictureNamed, pictureNames } from './pictures.ts';
import { nameOf, rejectUnknownRoles, shown, subjectsOf, worldFor } from './select.ts';
import { watchingOver } from './watching.ts';
import { witnesses } from './witnesses.ts';

const width = Math.max(...witnesses.map(({ name }) => name.length));

export const showHelp = `Usage: onceproof show PROTOCOL [options]

Draws the shortest behaviour in which something happens, and tells it: what right looks like.
PROTOCOL is a name that "onceproof list" shows, or a JavaScript file that exports one.

  --witness WHAT    what is to happen (all delivered):
${witnesses.map(({ name, clause }) => `                      ${name.padEnd(width)}  ${clause}`).join('\n')}
  --despite FAULT   although this has struck before it did (repeatable):
                      ${faults.map(({ name }) => name).join(', ')}
  --world NAME      as for "onceproof verify" (hostile), and so are the changes to it: --messages,
                    --losses, --duplicates, --crashes, --partitions, --resets, --clock, --links,
                    --disks, --capacity
  --as PICTURE      ${pictureNames.join(', ')} (text)
  --max-states N, --max-memory SIZE, --timeout N, --workers N, --reduce LIST
                    bound the search, as for "onceproof verify"
${asciiHelp}  --help            print this

Exit code: 0 if it was drawn, 3 if there is no such behaviour within the bound or none was found, 2 if it
was called wrongly, 130 if it was interrupted.
`;

const options = {
  ...worldOptions,
  ...limitOptions,
  world: { type: 'string' },
  witness: { type: 'string' },
  despite: { type: 'string', multiple: true },
  as: { type: 'string' },
  ...asciiOption,
  help: { type: 'boolean' },
} as const;

/** The command `onceproof show`. */
export const show: Command = async (args, terminal) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    terminal.stdout(showHelp);
    return 0;
  }
  const out = inAsciiIf(values.ascii, terminal);
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) throw new UsageError('expected one PROTOCOL');
  const witness = named('witness', witnesses, (each) => each.name, values.witness ?? 'all delivered');
  const wanted = [
    ...new Set((values.despite ?? []).map((fault) => named('fault', faults, (each) => each.name, fault))),
  ];
  const picture = pictureNamed(values.as ?? 'text');
  const engine = engineIn(values);
  const overrides = overridesIn(values);
  const [subject] = await subjectsOf([name]);
  const { world } = worldFor(subject!, values.world, overrides);
  rejectUnknownRoles(subject!, world);

  const model = compose(subject!.protocol, world);
  const watching = watchingOver(out, engine.timeout);
  const impossible = wanted.find((fault) => !fault.isPossible(model.initial.faults));
  if (impossible !== undefined) {
    throw new UsageError(
      `--despite ${impossible.name}: there is none in the ${world.name} world; change it by ${impossible.option}, or take another`,
    );
  }
  const never = witness.never(world.messages);
  const verdict = await (wanted.length === 0
    ? engine.judge(model, never, watching)
    : // Where no fault strikes in time nothing is seen of any message, and that is an answer too.
      engine.judge(despite(model, wanted, never), { ...never, needsMessages: 0 }, watching));
  watching.end();
  const paints = paint(out.colour === true);
  const although = wanted.map((fault) => fault.clause).join(' and ');
  const clause = `${witness.clause}${although === '' ? '' : `, although ${although}`}`;
  const bound = paints.faint(`  ${verdict.bound}`);
  const about = onOneLine(`${nameOf(subject!)} in the ${world.name} world`);
  if (verdict.verdict !== 'violated') {
    const [none, why] =
      verdict.verdict === 'holds'
        ? ['no behaviour within the bound', '']
        : ['no behaviour was found', `  ${verdict.reason}\n`];
    out.stdout(
      legible(`${paints.doubtful('?')} ${none} in which ${clause}: ${about}\n${why}${bound}\n`, out),
    );
    return watching.isInterrupted() ? 130 : 3;
  }

  const { trace, shortest } = verdict;
  const kept = keptBy(model, trace);
  const protocolFile = 'file' in subject! ? subject.file : undefined;
  const guarantee = kept ?? exactlyOnce;
  const drawing = picture(
    {
      recorded: { model, guarantee, trace, protocolFile },
      performed: trace,
      violation: undefined,
      why: undefined,
    },
    out,
  );
  if ((values.as ?? 'text') !== 'text') {
    out.stdout(drawing);
    return 0;
  }
  const steps = `in ${trace.length} ${trace.length === 1 ? 'step' : 'steps'}${shortest ? ', the fewest there are' : ''}`;
  const protocol = protocolFile === undefined ? '' : ` --protocol ${shown(subject!)}`;
  out.stdout(
    legible(
      [
        `${clause}: ${about}, ${steps}\n${bound}\n\n`,
        `${drawing}\n`,
        `${tell(model, trace, undefined, { width: Math.max(40, Math.min(out.width ?? 80, 100)) })}\n`,
        kept === undefined ? '' : `\nDraw: onceproof draw ${tokenOf(model, kept.name, trace)}${protocol}\n`,
      ].join(''),
      out,
    ),
  );
  return 0;
};

/** A promise that a trace keeps, if there is one: under its name the trace is drawn again without a violation. */
const keptBy = (model: WorldModel, trace: readonly Action[]): Guarantee | undefined =>
  [exactlyOnce, ...guarantees].find(
    (guarantee) => outcomeOf(model, guarantee, trace).outcome !== 'still broken',
  );
