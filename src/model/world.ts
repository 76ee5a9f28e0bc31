import type { RoleName } from './message.ts';

/** How often a fault may strike. */
export type Budget = number | 'unlimited';

/**
 * Everything around a protocol: how much the application submits, how links treat packets, which faults may
 * strike and how often. `capacity` is no fault but the bound of the exploration.
 */
export interface World {
  readonly name: string;
  /** How many messages the application submits at most. */
  readonly messages: number;
  /** A `queue` keeps packets in order; a `bag` reorders them. */
  readonly links: 'queue' | 'bag';
  /**
   * Bounds what is in flight: a step that nothing in flight provoked (a submission, a timeout, a restart, a
   * duplication) is not taken when a link would then hold more packets than this. Answers to packets are
   * always given, so the bound alone can never bring a world to a standstill.
   */
  readonly capacity: number;
  /** How many packets the links may lose. */
  readonly losses: Budget;
  /** How many packets the links may duplicate. */
  readonly duplicates: Budget;
  /** How often each role may crash; or, by name, how often some of them may and the others never. */
  readonly crashes: Budget | Readonly<Record<RoleName, Budget>>;
  /** Whether the disk survives a crash. Memory and timers never do. */
  readonly disks: 'kept' | 'lost';
  /** How often a link may be cut off; while it is, it moves nothing. */
  readonly partitions: Budget;
  /** Whether a link that was cut off heals. */
  readonly healing: boolean;
  /** How often a connection may break; by default never. Where a protocol has none, it makes no difference. */
  readonly resets?: Budget;
  /** How clocks go; by default they stand still, and show 0. */
  readonly clock?: Clock;
}

/** How the clocks go of the roles that read one. Time is counted in ticks of no particular length. */
export interface Clock {
  /** How often each clock ticks at most: a bound of the exploration. */
  readonly ticks: number;
  /** No two clocks ever differ by more than so many ticks; at least 1, for they tick one after the other. */
  readonly skew: number;
  /**
   * A packet is thrown away unread when the clock of its receiver shows more than so many ticks beyond what
   * the clock of its sender showed when it was sent. It makes no difference where one of them has no clock.
   */
  readonly lifetime: Budget;
}

const calm: World = {
  name: 'calm',
  messages: 2,
  links: 'queue',
  capacity: 2,
  losses: 0,
  duplicates: 0,
  crashes: 0,
  disks: 'kept',
  partitions: 0,
  healing: true,
};

/** The named worlds, from the calmest to the most hostile. */
export const worlds = {
  /** No fault, and links that keep packets in order. */
  calm,
  /** Links lose packets. */
  lossy: { ...calm, name: 'lossy', losses: 'unlimited' },
  /** Links duplicate packets. */
  duplicating: { ...calm, name: 'duplicating', duplicates: 'unlimited' },
  /** Links reorder packets. */
  reordering: { ...calm, name: 'reordering', links: 'bag' },
  /** Every role may crash, at any cut, and comes back with its disk. */
  crashing: { ...calm, name: 'crashing', crashes: 1 },
  /** Every role may crash, at any cut, and comes back with nothing. */
  forgetful: { ...calm, name: 'forgetful', crashes: 1, disks: 'lost' },
  /** Links are cut off for a while. */
  partitioned: { ...calm, name: 'partitioned', partitions: 'unlimited' },
  /** A link may be cut off for ever. */
  severed: { ...calm, name: 'severed', partitions: 1, healing: false },
  /** Connections break, and what is in flight on them is lost. */
  resetting: { ...calm, name: 'resetting', resets: 2 },
  /** Clocks go, almost alike, and what is in flight for too long is thrown away. */
  timed: { ...calm, name: 'timed', clock: { ticks: 4, skew: 1, lifetime: 1 } },
  /** Clocks go, almost alike, and packets may be as late as they like. */
  late: { ...calm, name: 'late', clock: { ticks: 4, skew: 1, lifetime: 'unlimited' } },
  /** Links lose, duplicate and reorder, and every role may crash, at any cut, with its disk kept. */
  hostile: {
    ...calm,
    name: 'hostile',
    links: 'bag',
    losses: 'unlimited',
    duplicates: 'unlimited',
    crashes: 1,
  },
} as const satisfies Record<string, World>;

export type WorldName = keyof typeof worlds;

/** How often a role may crash in a world. */
export const crashesOf = (world: World, role: RoleName): Budget =>
  typeof world.crashes === 'object' ? (world.crashes[role] ?? 0) : world.crashes;

/** The bounds of an exploration of the world, in words. */
export const boundOf = (world: World): string =>
  [
    count(world.messages, 'message'),
    `${world.links} links`,
    world.capacity === Infinity ? 'any capacity' : `capacity ${world.capacity}`,
    count(world.losses, 'loss', 'losses'),
    count(world.duplicates, 'duplicate'),
    crashesInWords(world),
    ...(world.partitions === 0 ? [] : [count(world.partitions, 'partition')]),
    ...(world.partitions !== 0 && !world.healing ? ['no healing'] : []),
    ...((world.resets ?? 0) === 0 ? [] : [count(world.resets!, 'reset')]),
    ...(world.clock === undefined ? [] : clockInWords(world.clock)),
  ].join(', ');

const clockInWords = ({ ticks, skew, lifetime }: Clock): readonly string[] => [
  `clocks up to ${count(ticks, 'tick')}`,
  `at most ${skew} apart`,
  lifetime === 'unlimited' ? 'packets of any age' : `packets up to ${count(lifetime, 'tick')} old`,
];

const crashesInWords = ({ crashes, disks }: World): string => {
  const each =
    typeof crashes === 'object'
      ? Object.entries(crashes).map(([role, budget]) => `${count(budget, 'crash', 'crashes')} of ${role}`)
      : [`${count(crashes, 'crash', 'crashes')}${crashes === 0 ? '' : ' of each role'}`];
  return `${each.join(', ')}${crashes === 0 ? '' : disks === 'kept' ? ' (disks kept)' : ' (disks lost)'}`;
};

const count = (budget: Budget, one: string, many = `${one}s`): string =>
  `${budget === 0 ? 'no' : budget} ${budget === 1 ? one : many}`;
