import type { RoleName } from '../../model/message.ts';
import { placeOf } from '../../model/place.ts';
import type { Protocol } from '../../model/protocol.ts';
import type { Implementation, PlayedRole } from '../implementation.ts';
import { rolePlayedBy } from './part.ts';
import type { Part } from './part.ts';
import type { ProgramOptions } from './program.ts';
import type { Feature } from './wire.ts';

/** Programs that take the place of roles of a protocol. */
export interface ProgramsOptions {
  readonly name: string;
  /** Whose roles and links these are. */
  readonly protocol: Protocol;
  /** By role, the program that plays it. The other roles are left to the protocol. */
  readonly programs: Readonly<Record<RoleName, ProgramOptions>>;
  /** Whether each process is started afresh, whatever the program can do. */
  readonly fresh?: boolean;
}

/** An implementation whose processes run in programs. Whoever has one must `end` it. */
export interface Programs {
  readonly implementation: Implementation;
  /** What each program announced that it can do. */
  readonly features: Readonly<Record<RoleName, readonly Feature[]>>;
  /** How many questions have been asked, and how many programs were started for that. */
  readonly counts: () => { readonly questions: number; readonly programs: number };
  /** Asks a program started afresh what the last one of each role was asked; throws if it answers differently. */
  readonly repeatLast: () => Promise<void>;
  /** Ends all programs, and whatever they started. What is still asked fails with a CalledOffError. */
  readonly end: () => Promise<void>;
}

/**
 * Starts the program of each role once, to hear what it can do, and makes an implementation of them.
 *
 * @throws ProgramError when one of them does not start or does not answer.
 * @throws CommandLineError when a command line cannot be read.
 * @example
 * const programs = await runPrograms({
 *   name: 'worker.py',
 *   protocol: exactlyOnce,
 *   programs: { receiver: { command: 'python3 worker.py' } },
 * });
 */
export const runPrograms = async (options: ProgramsOptions): Promise<Programs> => {
  const { name, protocol, programs, fresh = false } = options;
  const roles = Object.keys(programs);
  const parts = new Map(
    roles.map((role) => {
      const place = placeOf(protocol, role);
      const connected = place.peers.filter((peer) => areConnected(protocol, role, peer));
      return [role, rolePlayedBy(place, connected, programs[role]!, fresh)];
    }),
  );
  const end = async (): Promise<void> => {
    await Promise.all([...parts.values()].map((part) => part.end()));
  };
  try {
    for (const part of parts.values()) await part.begin();
  } catch (error) {
    await end();
    throw error;
  }
  const sum = (count: (part: Part) => number): number =>
    [...parts.values()].reduce((total, part) => total + count(part), 0);
  return {
    implementation: {
      name,
      roles: Object.fromEntries(
        [...parts].map(([role, { features }]): [RoleName, PlayedRole] => [
          role,
          {
            submits: protocol.roles[role]!.upon.submit !== undefined,
            snapshots: features().includes('snapshot'),
          },
        ]),
      ),
      ...(roles.length === Object.keys(protocol.roles).length ? linksIn(protocol) : { links: [] }),
      // To bring one that can be used again to where it is wanted costs less than to keep many.
      processes: [...parts.values()].every(({ features }) => features().length > 0) ? 4 : 16,
      start: (role, circumstances) => parts.get(role)!.start(circumstances),
    },
    features: Object.fromEntries([...parts].map(([role, part]) => [role, part.features()])),
    counts: () => ({ questions: sum((part) => part.questions()), programs: sum((part) => part.started()) }),
    repeatLast: async () => {
      for (const part of parts.values()) await part.repeatLast();
    },
    end,
  };
};

const areConnected = ({ connections = [] }: Protocol, one: RoleName, other: RoleName): boolean =>
  connections.includes(`${one} <-> ${other}`) || connections.includes(`${other} <-> ${one}`);

const linksIn = ({ links, connections }: Protocol): Pick<Implementation, 'links' | 'connections'> =>
  connections === undefined ? { links } : { links, connections };
