import { spawn } from 'node:child_process';
import { register, signalGroup, unregister } from './groups.ts';
import { lineReader } from './line-reader.ts';
import type { Read } from './line-reader.ts';
import { memoryOf } from './memory.ts';
import { wordsOf } from './words.ts';

/** How a child is started. */
export interface ChildOptions {
  /** The command line; see `wordsOf` for how it is read. */
  readonly command: string;
  /** Whether the command line is handed to a shell instead. */
  readonly shell: boolean;
  /** How many bytes a line of its may have. */
  readonly longestLine: number;
}

/** A process that was started with all that belongs to it: it leads a group, and speaks in lines. */
export interface Child {
  readonly send: (line: string) => void;
  /** Ends it at once, with all that it started. */
  readonly kill: () => void;
  /** Asks it to end, with all that it started, and kills whatever is still there a little later. */
  readonly end: () => Promise<void>;
  /** What it wrote without an end of line. */
  readonly unfinished: () => string;
  /** The last that it wrote to its standard error. */
  readonly errors: () => string;
  /** How much memory it has had resident at most, in bytes, where that can be known. */
  readonly memory: () => number | undefined;
}

/** How long a child that was asked to end may take, and how long its last words are waited for, in ms. */
const grace = 300;
const lastWords = 200;

const mostErrors = 8192;

/**
 * Starts a child. `onRead` is called for each line that it writes; `onEnd` once it does not run, listens or
 * speaks any longer, unless it was killed from here, with the end of a sentence that begins with the child.
 *
 * @throws CommandLineError when the command line cannot be read.
 */
export const startChild = (
  { command, shell, longestLine }: ChildOptions,
  onRead: (read: Read) => void,
  onEnd: (how: string) => void,
): Child => {
  const [file, ...args]: readonly string[] = shell ? [command] : wordsOf(command);
  const child = spawn(file!, args, { shell, detached: process.platform !== 'win32', windowsHide: true });
  const { pid, stdin, stdout, stderr } = child;
  if (pid !== undefined) register(pid);

  let isOver = false;
  let hasExited = false;
  let errors = '';
  const kill = (): void => {
    if (isOver) return;
    isOver = true;
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
    if (pid === undefined) return;
    signalGroup(pid, 'SIGKILL');
    unregister(pid);
  };

  // The first sign of an end is not always the one that tells most, nor the last that is heard.
  const ends: { exit?: string; stream?: string } = {};
  const tellEnd = (): void => {
    if (!isOver) onEnd(ends.exit ?? ends.stream ?? 'ended');
  };
  const tellSoon = (): void => void setTimeout(tellEnd, lastWords).unref();
  child.on('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? `there is no command "${file}"` : error.message;
    ends.exit = `could not be started: ${reason}`;
    tellEnd();
  });
  child.on('exit', (code, signal) => {
    hasExited = true;
    ends.exit ??= signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
    tellSoon();
  });
  child.on('close', tellEnd);
  stdin.on('error', () => {
    ends.stream ??= 'closed its standard input';
    tellSoon();
  });
  stdout.on('end', () => {
    ends.stream ??= 'closed its standard output';
    tellSoon();
  });

  const reader = lineReader(longestLine, onRead);
  stdout.on('data', (chunk: Buffer) => reader.read(chunk));
  stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString('utf8')}`.slice(-mostErrors);
  });

  return {
    send: (line) => void stdin.write(`${line}\n`),
    kill,
    end: async () => {
      if (isOver) return;
      stdin.end();
      if (pid !== undefined) signalGroup(pid, 'SIGTERM');
      if (!hasExited) {
        await new Promise((resolve) => {
          child.once('exit', resolve);
          setTimeout(resolve, grace);
        });
      }
      kill();
    },
    unfinished: reader.unfinished,
    errors: () => errors,
    memory: () => (pid === undefined ? undefined : memoryOf(pid)),
  };
};
