import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InputError, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { judgedIn, outcomeOf } from './outcome.ts';
import { pictureNamed, pictureNames } from './pictures.ts';
import { recordedIn } from './recorded.ts';

export const drawHelp = `Usage: onceproof draw TOKEN|FILE [--as PICTURE] [--out FILE]

Draws a trace: one that "onceproof verify" prints a token of, or one that a file holds.

  --as PICTURE     ${pictureNames.join(', ')} (text)
                   json is the trace as a file of its own; itf the Informal Trace Format,
                   with every state, for the viewers of Apalache and Quint
  --out FILE       write it there, instead of to the standard output
  --protocol FILE  the JavaScript file that exports the protocol, where it is your own
  --help           print this

Exit code: 0 if it was drawn, 2 if it could not be.
`;

const options = {
  as: { type: 'string' },
  out: { type: 'string' },
  protocol: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** The command `onceproof draw`. */
export const draw: Command = async (args, out) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    out.stdout(drawHelp);
    return 0;
  }
  const [source, ...others] = positionals;
  if (source === undefined || others.length > 0) throw new UsageError('expected one TOKEN or FILE');
  const picture = pictureNamed(values.as ?? 'text');
  const recorded = await recordedIn(source, values.protocol);
  const outcome = outcomeOf(recorded.model, recorded.guarantee, recorded.trace);
  if (recorded.change !== undefined) out.stderr(`onceproof draw: ${recorded.change.message}\n`);
  const drawable = { recorded, ...judgedIn(recorded, outcome) };
  if (values.out === undefined) out.stdout(picture(drawable, out));
  else write(values.out, picture(drawable, { ...out, colour: false, width: 80 }));
  return 0;
};

const write = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};
