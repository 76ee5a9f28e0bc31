import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue, flaws, worldOf } from '../catalogue.ts';
import type { Entry, Flaw } from '../catalogue.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, guarantees } from '../guarantees/index.ts';
import { NotPlainError, textOf } from '../model/plain.ts';
import { endsOf, protocol } from '../model/protocol.ts';
import type { Protocol } from '../model/protocol.ts';
import { worlds } from '../model/world.ts';
import type { World, WorldName } from '../model/world.ts';
import { named, UsageError } from './command.ts';

/** A protocol to verify, from the catalogue or from a file of the user's; or running code that plays roles of one. */
export type Subject =
  | Entry
  | Flaw
  | {
      readonly protocol: Protocol;
      readonly file: string;
      /** Of running code, the command line that tests it. */
      readonly tested?: string;
    };

export const nameOf = ({ protocol: { name } }: Subject): string => name;

/** How a subject is asked for on a command line. */
export const shown = (subject: Subject): string =>
  quoted('file' in subject ? subject.file : subject.protocol.name);

/** A word of a command line. */
export const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : JSON.stringify(word));

/** What to verify: one world and one guarantee for one protocol. */
export interface Task {
  readonly subject: Subject;
  readonly world: World;
  readonly guarantee: Guarantee;
}

/** The protocols of these names or files; without any, all of the catalogue. */
export const subjectsOf = async (names: readonly string[]): Promise<readonly Subject[]> => {
  if (names.length === 0) return catalogue;
  const subjects: Subject[] = [];
  for (const name of names) {
    const isFile = /[\\/]|\.[cm]?[jt]s$/.test(name);
    subjects.push(isFile ? await subjectIn(name) : named('protocol', [...catalogue, ...flaws], nameOf, name));
  }
  return subjects;
};

/** The protocol that a module exports, by default or under any name. */
const subjectIn = async (file: string): Promise<Subject> => {
  let module: Record<string, unknown>;
  try {
    module = (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(
      `${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const found = [module['default'], ...Object.values(module)].find(isProtocol);
  if (found === undefined) {
    throw new UsageError(`${file} exports no protocol: an object with name, roles and links was expected`);
  }
  const fault = faultOf(found);
  if (fault !== undefined) throw new UsageError(`${file} exports a protocol of which ${fault}`);
  return { protocol: protocol(found as Parameters<typeof protocol>[0]), file };
};

const isProtocol = (value: unknown): value is Record<keyof Protocol, unknown> =>
  isObject(value) && 'name' in value && 'roles' in value && 'links' in value;

/** What a compiler would have refused in a protocol that nobody compiled, or nothing. */
const faultOf = ({ name, roles, links }: Record<keyof Protocol, unknown>): string | undefined => {
  if (typeof name !== 'string') return 'the name is not a string';
  if (!Array.isArray(links) || links.some((link) => typeof link !== 'string')) {
    return 'the links are not a list of strings like "sender -> receiver"';
  }
  if (!isObject(roles)) return 'the roles are not an object';
  for (const [role, value] of Object.entries(roles)) {
    if (!isObject(value) || !('upon' in value) || !isObject(value['upon'])) {
      return `the role "${role}" has no handlers: { upon: { … } } was expected`;
    }
    const fault = faultOfState(role, value);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const faultOfState = (
  role: string,
  { disk = {}, memory = {} }: Record<string, unknown>,
): string | undefined => {
  try {
    textOf(disk, `${role}.disk`);
    textOf(memory, `${role}.memory`);
    return undefined;
  } catch (error) {
    if (error instanceof NotPlainError) return `${error.message}, which is not plain data`;
    throw error;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * The worlds and guarantees that were asked for. Where no guarantee was, those that the protocol claims in
 * that world; where no world was, the hostile one, or the one in which a flaw shows.
 */
export const tasksFor = (
  subject: Subject,
  worldNames: readonly string[],
  guaranteeNames: readonly string[],
  overrides: Partial<World>,
): readonly Task[] => {
  const asked = worldNames.length > 0 ? worldNames : [undefined];
  return asked.flatMap((wanted) => {
    const { name, world } = worldFor(subject, wanted, overrides);
    const chosen =
      guaranteeNames.length > 0
        ? guaranteeNames.map((guarantee) => named('guarantee', guarantees, (each) => each.name, guarantee))
        : claimedIn(subject, name);
    return chosen.map((guarantee) => ({ subject, world, guarantee }));
  });
};

/** The world of that name; without one, the hostile one, or the one in which a flaw shows. */
export const worldFor = (
  subject: Subject,
  wanted: string | undefined,
  overrides: Partial<World>,
): { readonly name: WorldName; readonly world: World } => {
  const usual = isFlaw(subject) ? subject.world : 'hostile';
  const name = named('world', Object.keys(worlds) as WorldName[], (key) => key, wanted ?? usual);
  return { name, world: { ...worldOf('scope' in subject ? subject : {}, name), ...overrides } };
};

/** @throws UsageError when a world lets a role crash that the protocol does not have. */
export const rejectUnknownRoles = (subject: Subject, { crashes }: World): void => {
  if (typeof crashes !== 'object') return;
  const { roles: known, links, name } = subject.protocol;
  const stranger = Object.keys(crashes).find((role) => !Object.hasOwn(known, role));
  if (stranger === undefined) return;
  const roles = [...new Set(links.flatMap((link) => Object.values(endsOf(link))))].join(', ');
  throw new UsageError(`--crashes names "${stranger}", which is no role of ${name}: ${roles}`);
};

const isFlaw = (subject: Subject): subject is Flaw => 'twinOf' in subject;

const claimedIn = (subject: Subject, world: WorldName): readonly Guarantee[] => {
  if (isFlaw(subject)) return [subject.guarantee];
  const claims = 'claims' in subject ? subject.claims : [];
  const claimed = claims.filter((claim) => claim.worlds.includes(world)).map(({ guarantee }) => guarantee);
  return claimed.length > 0 ? claimed : [atMostOnce, atLeastOnce, exactlyOnce];
};
