#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { ProtocolError } from '../model/errors.ts';
import { InputError, isUsage } from './command.ts';
import type { Command, Out } from './command.ts';

const help = `Usage: onceproof [COMMAND] [options]

Message delivery guarantees, kept or broken: at most once, at least once, exactly once.

  onceproof                 a demonstration: three orders of effects, three guarantees
  onceproof list            the protocols, flawed twins, worlds and guarantees that there are
  onceproof verify          hold protocols to guarantees, in every state or by random walks
  onceproof show PROTOCOL   draw the shortest behaviour in which something happens, as it should
  onceproof matrix          which protocol keeps which guarantee under which faults
  onceproof replay TOKEN    perform what was found once more, from a token or a file
  onceproof draw TOKEN      draw it, or export it for other tools
  onceproof judge FILE...   judge recorded histories by the same guarantees
  onceproof import FILE...  turn the records of another system into a history

  --help      print this; "onceproof COMMAND --help" tells more
  --version   print the version
`;

/** Each is loaded only when it is called: a command should answer at once. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  draw: async () => (await import('./draw.ts')).draw,
  import: async () => (await import('./import.ts')).importHistory,
  judge: async () => (await import('./judge.ts')).judge,
  list: async () => (await import('./list.ts')).list,
  matrix: async () => (await import('./matrix.ts')).matrix,
  replay: async () => (await import('./replay.ts')).replay,
  show: async () => (await import('./show.ts')).show,
  verify: async () => (await import('./verify.ts')).verify,
};

const run = async (args: readonly string[], out: Out): Promise<number> => {
  const [name, ...rest] = args;
  const command = name === undefined ? undefined : Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return (await command())(rest, out);
  switch (name) {
    case undefined:
      (await import('./demonstration.ts')).demonstrate(out);
      return 0;
    case '--help':
    case '-h':
    case 'help':
      out.stdout(help);
      return 0;
    case '--version': {
      const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
      out.stdout(`${(JSON.parse(manifest) as { version: string }).version}\n`);
      return 0;
    }
    default:
      out.stderr(`onceproof: there is no command "${name}"\nonceproof --help tells which there are.\n`);
      return 2;
  }
};

const isTerminal = process.stdout.isTTY === true;
const out: Out = {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  ...(process.stderr.isTTY === true && process.env['TERM'] !== 'dumb'
    ? { progress: (line: string) => void process.stderr.write(`\r${line}\x1b[K`) }
    : {}),
  colour: isTerminal && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
  width: isTerminal ? process.stdout.columns : 80,
};

// Whoever reads the output may stop reading, as `head` does: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});

try {
  process.exitCode = await run(process.argv.slice(2), out);
} catch (error) {
  const [, , command = ''] = process.argv;
  if (isUsage(error)) {
    out.stderr(`onceproof ${command}: ${error.message}\nonceproof ${command} --help tells how it is used.\n`);
  } else if (error instanceof ProtocolError || error instanceof InputError) {
    out.stderr(`onceproof ${command}: ${error.message}\n`);
  } else {
    out.stderr(`onceproof: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
  process.exitCode = 2;
}
