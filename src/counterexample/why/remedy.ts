import type { Verdict } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Action } from '../../model/action.ts';
import { compose } from '../../model/compose.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { RoleName } from '../../model/message.ts';
import type { Protocol } from '../../model/protocol.ts';
import { crashesOf } from '../../model/world.ts';
import { replay } from '../../model/trace.ts';
import type { World } from '../../model/world.ts';

/** An engine, as far as it is needed here: it should say `holds` only when that is proved. */
export type Judge = (
  model: WorldModel,
  guarantee: Guarantee,
) => { readonly verdict: 'holds' | 'violated' } | { readonly verdict: 'unknown'; readonly reason: string };

/** What becomes of the promise when one fault is taken away from the world. */
export interface Remedy {
  /** What is taken away: `losses`, `crashes of receiver`, `reordering`. */
  readonly without: string;
  /** `holds`: then the violation is impossible. */
  readonly verdict: Verdict['verdict'];
  /** Why it is unknown. */
  readonly reason?: string;
}

/** What becomes of the promise in the same world with another protocol. */
export interface Alternative {
  readonly protocol: string;
  readonly verdict: Verdict['verdict'];
  /** Why it is unknown. */
  readonly reason?: string;
}

/**
 * Takes one fault after the other away from the world, and asks an engine whether the promise is then kept.
 * Only faults that the trace needs are tried: without any other the same trace is still possible.
 *
 * @example
 * remediesOf(model, atMostOnce, trace, verifyExhaustively); // [{ without: 'crashes of receiver', verdict: 'holds' }]
 */
export const remediesOf = (
  { protocol, world }: WorldModel,
  guarantee: Guarantee,
  trace: readonly Action[],
  judge: Judge,
): readonly Remedy[] => {
  const without = ({ without: name, milder }: Milder): Remedy => ({
    without: name,
    ...outcomeOf(judge(compose(protocol, milder), guarantee)),
  });
  const crashes = crashingRoles(protocol, trace).map((role) =>
    without(withoutCrashesOf(role, protocol, world)),
  );
  // What no crash of another role does may still take any crash at all.
  const isCrashing = crashes.length > 0 && crashes.every(({ verdict }) => verdict !== 'holds');
  return [
    ...milderWorlds(protocol, world, trace).map(without),
    ...crashes,
    ...(isCrashing ? [without({ without: 'any crash', milder: { ...world, crashes: 0 } })] : []),
  ];
};

/** Which of several protocols keeps the promise in the world of a model: all that were tried, up to the first that does. */
export const alternativesTo = (
  { world }: WorldModel,
  guarantee: Guarantee,
  protocols: readonly Protocol[],
  judge: Judge,
): readonly Alternative[] => {
  const tried: Alternative[] = [];
  for (const protocol of protocols) {
    tried.push({ protocol: protocol.name, ...outcomeOf(judge(compose(protocol, world), guarantee)) });
    if (tried.at(-1)!.verdict === 'holds') break;
  }
  return tried;
};

const outcomeOf = (verdict: ReturnType<Judge>): Omit<Remedy, 'without'> =>
  verdict.verdict === 'unknown'
    ? { verdict: 'unknown', reason: verdict.reason }
    : { verdict: verdict.verdict };

interface Milder {
  readonly without: string;
  readonly milder: World;
}

const milderWorlds = (protocol: Protocol, world: World, trace: readonly Action[]): readonly Milder[] => {
  const strikes = (type: Action['type']): boolean => trace.some((action) => action.type === type);
  const all: readonly (Milder & { readonly isNeeded: boolean })[] = [
    { without: 'reordering', milder: inQueues(world), isNeeded: needsReordering(protocol, world, trace) },
    { without: 'losses', milder: { ...world, losses: 0 }, isNeeded: strikes('lose') },
    { without: 'duplicates', milder: { ...world, duplicates: 0 }, isNeeded: strikes('duplicate') },
    { without: 'resets', milder: { ...world, resets: 0 }, isNeeded: strikes('reset') },
    { without: 'partitions', milder: { ...world, partitions: 0 }, isNeeded: strikes('partition') },
    {
      without: 'links that stay cut off for ever',
      milder: { ...world, healing: true },
      isNeeded: strikes('partition') && !world.healing,
    },
    {
      without: 'the loss of disks',
      milder: { ...world, disks: 'kept' },
      isNeeded: strikes('crash') && world.disks === 'lost',
    },
  ];
  return all.filter(({ isNeeded }) => isNeeded);
};

const crashingRoles = ({ roles }: Protocol, trace: readonly Action[]): readonly RoleName[] =>
  Object.keys(roles).filter((role) =>
    trace.some((action) => action.type === 'crash' && action.role === role),
  );

const withoutCrashesOf = (role: RoleName, { roles }: Protocol, world: World): Milder => {
  const crashes = Object.keys(roles).map((other) => [other, other === role ? 0 : crashesOf(world, other)]);
  return { without: `crashes of ${role}`, milder: { ...world, crashes: Object.fromEntries(crashes) } };
};

const inQueues = (world: World): World => ({ ...world, links: 'queue' });

/**
 * Whether links that keep packets in order do not let the trace happen. If they do, it breaks the promise there
 * too: it lets the same be seen, and what a queue may bring about afterwards a bag may as well.
 */
const needsReordering = (protocol: Protocol, world: World, trace: readonly Action[]): boolean =>
  world.links === 'bag' && replay(compose(protocol, inQueues(world)), trace).length < trace.length;
