import { parseArgs } from 'node:util';
import { tell } from '../counterexample/tell.ts';
import { tokenOf } from '../counterexample/token/token.ts';
import { toldWhy } from '../counterexample/why/why.ts';
import { boundOf } from '../model/world.ts';
import { replay as stepsOf } from '../model/trace.ts';
import { legible } from './ascii.ts';
import type { Command, Out } from './command.ts';
import { markOf, wordsOf } from './outcome.ts';
import type { judgedIn, Outcome } from './outcome.ts';
import { paint } from './paint.ts';
import { pictureNames } from './pictures.ts';
import type { Recorded } from './recorded.ts';
import { performedOnce, requested, requestHelp, requestOptions } from './request.ts';
import type { Request } from './request.ts';
import { inLines } from './why.ts';

export const replayHelp = `Usage: onceproof replay TOKEN|FILE [options]

Performs a trace once, step by step: one that "onceproof verify" prints a token of, or one that a
file holds. Says whether the promise is still broken by it, or fixed.

  --as PICTURE      how to draw it: ${pictureNames.join(', ')} (text)
  --json            print one JSON document
${requestHelp}
Exit code: 1 if it is still broken, 0 if it is fixed, 3 if a step of a file is not possible any more or
nothing can be said, 2 if it cannot be read, or if it is a token and the protocol has changed since.
`;

const options = { ...requestOptions, json: { type: 'boolean' } } as const;

/** The command `onceproof replay`. */
export const replay: Command = async (args, terminal) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    terminal.stdout(replayHelp);
    return 0;
  }
  return answered(await requested('replay', positionals, values, terminal), values.json);
};

/** Performs a recorded trace, tells what comes of it, and answers with the exit code. */
export const perform = (
  recorded: Recorded,
  { json = false, ...values }: { readonly as?: string | undefined; readonly json?: boolean | undefined },
  out: Out,
  outcome?: Outcome,
): number => answered(performedOnce('replay', recorded, values, out, outcome), json);

const answered = ({ recorded, outcome, judged, picture, out }: Request, json = false): number => {
  if (json) out.stdout(asJson(recorded, outcome, judged));
  else out.stdout(legible(asText(recorded, outcome, judged, picture(out), out), out));
  return { 'still broken': 1, fixed: 0, 'no longer possible': 3, undecided: 3 }[outcome.outcome];
};

type Judged = ReturnType<typeof judgedIn>;

const asText = (
  { model, guarantee, clause }: Recorded,
  outcome: Outcome,
  { performed, violation, why }: Judged,
  picture: string,
  { colour = false, width = 80 }: Out,
): string => {
  const paints = paint(colour);
  const mark = markOf(outcome, paints);
  const words = wordsOf(outcome);
  return [
    `${guarantee.name}: ${model.name}\n${paints.faint(`  ${boundOf(model.world)}`)}\n\n`,
    `${picture}\n`,
    `${tell(model, performed, violation, { matters: why?.steps ?? [] })}\n\n`,
    ...(why === undefined ? [] : [...toldWhy(why, performed).map((line) => inLines(line, width)), '\n']),
    `${mark}: ${words}\n`,
    clause === undefined || clause === words ? '' : paints.faint(`  when it was recorded: ${clause}\n`),
  ].join('');
};

const asJson = (
  { model, guarantee, clause, change }: Recorded,
  outcome: Outcome,
  { performed, violation, why }: Judged,
): string => {
  const document = {
    schemaVersion: 1,
    protocol: model.protocol.name,
    world: model.world,
    guarantee: guarantee.name,
    outcome: outcome.outcome,
    reason: wordsOf(outcome),
    ...(violation === undefined ? {} : { violation, why }),
    ...(clause === undefined ? {} : { recorded: clause }),
    ...(change === undefined ? {} : { changed: change.message }),
    steps: stepsOf(model, performed).map(({ action, observations }) => ({ action, observations })),
    token: tokenOf(model, guarantee.name, performed),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
};
