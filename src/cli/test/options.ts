import { basename } from 'node:path';
import { catalogue, flaws } from '../../catalogue.ts';
import type { ProgramOptions } from '../../conformance/process/program.ts';
import type { ProgramsOptions } from '../../conformance/process/programs.ts';
import { CommandLineError, wordsOf } from '../../conformance/process/words.ts';
import type { RoleName } from '../../model/message.ts';
import type { Protocol } from '../../model/protocol.ts';
import { named, UsageError } from '../command.ts';
import { nameOf } from '../select.ts';

/** The options that say which programs play which roles, as parseArgs wants them. */
export const programOptions = {
  exec: { type: 'string' },
  'exec-role': { type: 'string', multiple: true },
  role: { type: 'string', multiple: true },
  with: { type: 'string' },
  name: { type: 'string' },
  shell: { type: 'boolean' },
  fresh: { type: 'boolean' },
  'answer-timeout': { type: 'string' },
  'start-timeout': { type: 'string' },
  'program-memory': { type: 'string' },
} as const;

export const programHelp = `  --exec COMMAND    the program, which plays all roles of the protocol; no shell reads the line, and
                    quotes keep words together
  --role ROLE       plays only this role of it (repeatable)
  --exec-role ROLE=COMMAND
                    another program for one role (repeatable)
  --with PROTOCOL   whose roles and links these are, and whose are the roles that no program plays
                    (exactly-once)
  --name NAME       what to call it (the name of the program's file)
  --shell           hand the command line to a shell
  --fresh           start a new process whenever one is needed, though the program could be reset
  --answer-timeout N   how many seconds an answer may take (5)
  --start-timeout N    how many seconds the program may take to start (30)
  --program-memory SIZE   end a program that takes more than, say, 500MB (on Linux)
`;

export interface Values {
  readonly exec?: string | undefined;
  readonly 'exec-role'?: readonly string[] | undefined;
  readonly role?: readonly string[] | undefined;
  readonly with?: string | undefined;
  readonly name?: string | undefined;
  readonly shell?: boolean | undefined;
  readonly fresh?: boolean | undefined;
  readonly 'answer-timeout'?: string | undefined;
  readonly 'start-timeout'?: string | undefined;
  readonly 'program-memory'?: string | undefined;
}

/** The options that have the same programs play the same roles again. */
export const asProgramOptions = (values: Values): string =>
  (Object.keys(programOptions) as (keyof Values)[])
    .flatMap((option) => [values[option] ?? []].flat().map((value) => ({ option, value })))
    .map(({ option, value }) =>
      value === true ? ` --${option}` : ` --${option} ${quotedForShell(String(value))}`,
    )
    .join('');

/** A word as a shell reads it. */
const quotedForShell = (text: string): string =>
  /^[\w./=,:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Which programs play which roles.
 *
 * @throws UsageError when no program is named, or a role that the protocol does not have.
 */
export const programsIn = (values: Values): ProgramsOptions => {
  const protocol = protocolIn(values);
  const commands = commandsIn(values, protocol);
  if (commands.size === 0) {
    throw new UsageError(
      'a program is expected, --exec "COMMAND" or --exec-role ROLE="COMMAND"; or a FILE that exports an implementation',
    );
  }
  const limits = {
    shell: values.shell === true,
    ...secondsIn(values, 'answer-timeout', 'answerTimeout'),
    ...secondsIn(values, 'start-timeout', 'startTimeout'),
    ...(values['program-memory'] === undefined ? {} : { mostMemory: bytesIn(values['program-memory']) }),
  };
  const programs: Record<RoleName, ProgramOptions> = {};
  for (const [role, command] of commands) programs[role] = { command, ...limits };
  const name = values.name ?? [...new Set([...commands.values()].map(fileOf))].join('+');
  return { name, protocol, programs, fresh: values.fresh === true };
};

/** The protocol whose roles and links these are. */
export const protocolIn = (values: Values): Protocol =>
  named('protocol', [...catalogue, ...flaws], nameOf, values.with ?? 'exactly-once').protocol;

const commandsIn = (values: Values, protocol: Protocol): ReadonlyMap<RoleName, string> => {
  const roles = Object.keys(protocol.roles);
  const commands = new Map<RoleName, string>();
  const { exec, role: wanted = [], 'exec-role': pairs = [] } = values;
  if (exec === undefined && wanted.length > 0) throw new UsageError('--role says which roles --exec plays');
  if (exec !== undefined) {
    for (const role of wanted.length > 0 ? wanted : roles) commands.set(roleIn(roles, role), exec);
  }
  for (const pair of pairs) {
    const [, role, command] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    if (role === undefined || command === undefined) {
      throw new UsageError(`--exec-role takes ROLE=COMMAND, not "${pair}"`);
    }
    commands.set(roleIn(roles, role), command);
  }
  // In the order of the protocol's roles, however they were asked for.
  return new Map(roles.filter((role) => commands.has(role)).map((role) => [role, commands.get(role)!]));
};

const roleIn = (roles: readonly RoleName[], wanted: string): RoleName =>
  named('role', roles, (role) => role, wanted);

/** The file of a program: the first word that looks like one after an interpreter, or else the command. */
export const fileOf = (command: string): string => {
  let words: readonly string[];
  try {
    words = wordsOf(command);
  } catch (error) {
    if (error instanceof CommandLineError) throw new UsageError(error.message);
    throw error;
  }
  const [first = '', ...rest] = words;
  return basename(rest.find((word) => /^[^-].*\.\w+$/.test(word)) ?? first);
};

const secondsIn = <Name extends string>(
  values: Values,
  option: 'answer-timeout' | 'start-timeout',
  name: Name,
) => {
  const text = values[option];
  if (text === undefined) return {};
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds <= 0) {
    throw new UsageError(`--${option} takes a number of seconds, not "${text}"`);
  }
  return { [name]: seconds } as Record<Name, number>;
};

const bytesIn = (text: string): number => {
  const [, count, unit = 'MB'] = /^(\d+)\s*(MB|GB)?$/i.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) {
    throw new UsageError(`--program-memory takes a size like 500MB or 2GB, not "${text}"`);
  }
  return Number(count) * (unit.toUpperCase() === 'GB' ? 2 ** 30 : 2 ** 20);
};
