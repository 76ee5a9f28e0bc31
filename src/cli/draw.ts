import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InputError } from './command.ts';
import type { Command } from './command.ts';
import { pictureNames } from './pictures.ts';
import { requested, requestHelp, requestOptions } from './request.ts';

export const drawHelp = `Usage: onceproof draw TOKEN|FILE [--as PICTURE] [--out FILE]

Draws a trace: one that "onceproof verify" prints a token of, or one that a file holds.

  --as PICTURE      ${pictureNames.join(', ')} (text)
                    json is the trace as a file of its own; itf the Informal Trace Format,
                    with every state, for the viewers of Apalache and Quint
  --out FILE        write it there, instead of to the standard output
${requestHelp}
Exit code: 0 if it was drawn, 2 if it could not be.
`;

const options = { ...requestOptions, out: { type: 'string' } } as const;

/** The command `onceproof draw`. */
export const draw: Command = async (args, terminal) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    terminal.stdout(drawHelp);
    return 0;
  }
  const { picture, out } = await requested('draw', positionals, values, terminal);
  if (values.out === undefined) out.stdout(picture(out));
  else write(values.out, picture({ ...out, ascii: values.ascii === true, colour: false, width: 80 }));
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
