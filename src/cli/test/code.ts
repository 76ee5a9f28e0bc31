import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ImplementationError } from '../../conformance/implementation.ts';
import type { Implementation } from '../../conformance/implementation.ts';
import { runPrograms } from '../../conformance/process/programs.ts';
import type { Programs } from '../../conformance/process/programs.ts';
import type { Protocol } from '../../model/protocol.ts';
import { UsageError } from '../command.ts';
import { asProgramOptions, programsIn, protocolIn } from './options.ts';
import type { Values } from './options.ts';

/** Running code that is to be tested. */
export interface Code {
  readonly name: string;
  /** Of whose roles it plays some, or all. */
  readonly within: Protocol;
  /** Has it at hand; with `fresh` no process of it is used twice. Whoever has it at hand must end it. */
  readonly open: (fresh?: boolean) => Promise<Opened>;
  /** The words of the command line that name it. */
  readonly words: string;
}

export type Opened = Pick<Programs, 'implementation' | 'repeatLast' | 'end'>;

/**
 * The code that a command line names: programs, or what a module exports.
 *
 * @throws UsageError when it names none, or both, or what cannot be loaded.
 */
export const codeIn = async (values: Values, files: readonly string[]): Promise<Code> => {
  const [file, ...others] = files;
  const isProgram = values.exec !== undefined || values['exec-role'] !== undefined;
  if (isProgram && file !== undefined) {
    throw new UsageError(`unexpected "${file}": the command line of --exec is one word, in quotes`);
  }
  if (others.length > 0) throw new UsageError(`unexpected "${others[0]}": one FILE was expected`);
  const words = asProgramOptions(values);
  if (file === undefined) {
    const options = programsIn(values);
    const open = (fresh = false): Promise<Opened> =>
      runPrograms({ ...options, fresh: fresh || options.fresh === true });
    return { name: options.name, within: options.protocol, open, words };
  }
  const implementation = await implementationIn(file);
  const open = (): Promise<Opened> => Promise.resolve(untilEnded(implementation));
  return { name: implementation.name, within: protocolIn(values), open, words: ` ${file}${words}` };
};

/** Once it is ended no process of it is started any more. */
const untilEnded = (implementation: Implementation): Opened => {
  let isOver = false;
  return {
    implementation: {
      ...implementation,
      start: (role, circumstances) => {
        if (isOver) throw new ImplementationError(role, 'is not started any more');
        return implementation.start(role, circumstances);
      },
    },
    repeatLast: async () => {},
    end: async () => {
      isOver = true;
    },
  };
};

/** The implementation that a module exports, by default or under any name. */
const implementationIn = async (file: string): Promise<Implementation> => {
  let module: Record<string, unknown>;
  try {
    module = (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (error) {
    const hint = /\.[cm]?ts$/.test(file) ? ' (Node runs TypeScript from 22.18 on)' : '';
    throw new UsageError(
      `${file} cannot be loaded${hint}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const found = [module['default'], ...Object.values(module)].find(isImplementation);
  if (found !== undefined) return found;
  throw new UsageError(
    `${file} exports no implementation: an object with name, roles, links and start was expected, as inProcess makes it`,
  );
};

const isImplementation = (value: unknown): value is Implementation =>
  typeof value === 'object' &&
  value !== null &&
  ['name', 'roles', 'links'].every((field) => field in value) &&
  'start' in value &&
  typeof value.start === 'function';
