import { within } from '../catalogue.ts';
import type { Entry } from '../catalogue.ts';
import type { RoleName } from '../model/message.ts';
import type { Protocol } from '../model/protocol.ts';
import { worlds } from '../model/world.ts';
import type { World, WorldName } from '../model/world.ts';
import { endsOfProtocol } from './ends.ts';

/**
 * What may go wrong, in words and as a world: a column of the matrix. Some of the named worlds say it
 * already; the others change one of them, and some need to know who sends and who receives.
 */
export interface Assumption {
  readonly name: string;
  /** What it assumes, as a clause: `links lose packets`. */
  readonly clause: string;
  /** The named world that it starts from. */
  readonly base: WorldName;
  /** What it changes about that world. */
  readonly changes?: Partial<World>;
  /** Who crashes, where it is not every role alike. */
  readonly crashing?: 'senders' | 'receivers';
}

/** A protocol, and how far its worlds reach. */
export type Reach = Pick<Entry, 'protocol' | 'scope' | 'scopeWithoutCrashes' | 'hostile'>;

const mayCrash = 'crash once each, at any cut,';
const keepsDisk = 'and come back with their disks';
const losesDisk = 'and come back with nothing: they had memory only';

/** The columns of the matrix: links first, then crashes, then both. */
export const assumptions: readonly Assumption[] = [
  { name: 'calm', clause: 'no fault, and links keep packets in order', base: 'calm' },
  { name: 'lossy', clause: 'links lose packets', base: 'lossy' },
  { name: 'duplicating', clause: 'links duplicate packets', base: 'duplicating' },
  { name: 'reordering', clause: 'links reorder packets', base: 'reordering' },
  {
    name: 'lossy-and-duplicating',
    clause: 'links lose and duplicate packets',
    base: 'lossy',
    changes: { duplicates: 'unlimited' },
  },
  {
    name: 'unreliable',
    clause: 'links lose, duplicate and reorder packets',
    base: 'hostile',
    changes: { crashes: 0 },
  },
  { name: 'partitioned', clause: 'links are cut off, and heal', base: 'partitioned' },
  { name: 'severed', clause: 'one link is cut off for ever', base: 'severed' },
  {
    name: 'resetting',
    clause: 'connections break, and what is in flight on them is lost',
    base: 'resetting',
  },
  {
    name: 'timed',
    clause: 'clocks go, at most one tick apart, and packets are thrown away when they are too old',
    base: 'timed',
  },
  {
    name: 'late',
    clause: 'clocks go, at most one tick apart, and packets are as late as they like',
    base: 'late',
  },
  {
    name: 'sender-crashing',
    clause: `senders ${mayCrash} ${keepsDisk}`,
    base: 'crashing',
    crashing: 'senders',
  },
  {
    name: 'sender-forgetful',
    clause: `senders ${mayCrash} ${losesDisk}`,
    base: 'forgetful',
    crashing: 'senders',
  },
  {
    name: 'receiver-crashing',
    clause: `receivers ${mayCrash} ${keepsDisk}`,
    base: 'crashing',
    crashing: 'receivers',
  },
  {
    name: 'receiver-forgetful',
    clause: `receivers ${mayCrash} ${losesDisk}`,
    base: 'forgetful',
    crashing: 'receivers',
  },
  { name: 'crashing', clause: `all roles ${mayCrash} ${keepsDisk}`, base: 'crashing' },
  { name: 'forgetful', clause: `all roles ${mayCrash} ${losesDisk}`, base: 'forgetful' },
  {
    name: 'hostile',
    clause: 'links lose, duplicate and reorder packets, and all roles crash once each, disks kept',
    base: 'hostile',
  },
  {
    name: 'hostile-and-forgetful',
    clause: 'links lose, duplicate and reorder packets, and all roles crash once each, disks lost',
    base: 'hostile',
    changes: { disks: 'lost' },
  },
];

/**
 * The world that an assumption comes to for a protocol, which may set how many messages and packets there are.
 *
 * @example
 * worldUnder(assumptions[8], { protocol: exactlyOnce }).crashes; // { sender: 1 }
 */
export const worldUnder = (assumption: Assumption, reach: Reach): World =>
  within(reach, {
    ...worlds[assumption.base],
    ...changesUnder(assumption, reach.protocol),
    name: assumption.name,
  });

/** What an assumption changes about the named world that it starts from. */
export const changesUnder = ({ changes, crashing }: Assumption, protocol: Protocol): Partial<World> => ({
  ...changes,
  ...(crashing === undefined ? {} : { crashes: once(endsOfProtocol(protocol)[crashing]) }),
});

const once = (roles: readonly RoleName[]): Readonly<Record<RoleName, number>> =>
  Object.fromEntries(roles.map((role) => [role, 1]));

/**
 * An assumption in a few letters, for the head of a column: `l` loses, `d` duplicates, `r` reorders; `p` cut
 * off for a while, `p∞` for ever; `c` connections break; `t` clocks go and packets grow old, `t∞` as old as they
 * like; `S` senders, `R` receivers, `A` all roles crash, `°` and lose their disks.
 *
 * @example
 * codeOf(assumptions[5]); // 'ldr'
 */
export const codeOf = ({ base, changes, crashing, name }: Assumption): string => {
  const world: World = { ...worlds[base], ...changes };
  const who = crashing === undefined ? 'A' : { senders: 'S', receivers: 'R' }[crashing];
  const letters = [
    world.losses === 0 ? '' : 'l',
    world.duplicates === 0 ? '' : 'd',
    world.links === 'bag' ? 'r' : '',
    world.partitions === 0 ? '' : world.healing ? 'p' : 'p∞',
    (world.resets ?? 0) === 0 ? '' : 'c',
    world.clock === undefined ? '' : world.clock.lifetime === 'unlimited' ? 't∞' : 't',
    world.crashes === 0 ? '' : who,
    world.crashes === 0 || world.disks === 'kept' ? '' : '°',
  ];
  return letters.join('') || name;
};

/** What the letters of `codeOf` stand for. */
export const codesInWords: readonly (readonly [about: string, words: string])[] = [
  ['links', 'l lose, d duplicate, r reorder packets; p are cut off and heal, p∞ one for ever'],
  ['connections', 'c break, where a protocol has some; to others it is the calm world'],
  ['clocks', 't go and packets grow old, t∞ as old as they like, where a role reads one'],
  ['roles', 'S senders, R receivers, A all crash once each, at any cut; ° and lose their disks'],
];
