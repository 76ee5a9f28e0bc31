import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { InputError, UsageError } from './command.ts';
import type { Command, Out } from './command.ts';
import { foreignHelp, foreignOptions, historyFrom, mappingFor, tellNotes } from './foreign.ts';
import { obstacleIn } from './judge-file.ts';

const help = `Usage: onceproof import FILE... --from NAME|FILE [options]

Turns the records of another system into a history that "onceproof judge" reads.

${foreignHelp}  --out FILE        where to write the history (standard output)
  --print-mapping   print the mapping itself, to begin your own with
  --help            print this

Exit code: 0, or 2 if the arguments are wrong or anything could not be read. The rest is still written.
`;

const options = {
  ...foreignOptions,
  out: { type: 'string' },
  'print-mapping': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The command `onceproof import`. */
export const importHistory: Command = async (args, out) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    out.stdout(help);
    return 0;
  }
  const mapping = mappingFor(values);
  if (values['print-mapping']) {
    out.stdout(`${JSON.stringify(mapping, undefined, 2)}\n`);
    return 0;
  }
  if (positionals.length === 0) throw new UsageError('expected a FILE, found none');
  const { events, notes } = historyFrom(positionals, mapping);
  await writeTo(values.out, out, async (write) => {
    for await (const event of events) await write(`${JSON.stringify(event)}\n`);
  });
  out.stderr(tellNotes(notes));
  return notes.broken > 0 ? 2 : 0;
};

type Write = (text: string) => Promise<void> | void;

const writeTo = async (
  file: string | undefined,
  out: Out,
  work: (write: Write) => Promise<void>,
): Promise<void> => {
  if (file === undefined) return work(out.stdout);
  let pending = '';
  try {
    const handle = await open(file, 'w');
    try {
      await work(async (text) => {
        pending += text;
        if (pending.length < pieceLength) return;
        await handle.writeFile(pending);
        pending = '';
      });
      await handle.writeFile(pending);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new InputError(`${file}: ${obstacleIn(error)}`);
  }
};

/** So much is written at once. */
const pieceLength = 1024 * 1024;
