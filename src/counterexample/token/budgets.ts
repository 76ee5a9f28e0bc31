import type { Budget, World } from '../../model/world.ts';
import { escapedWhole, unescaped } from './names.ts';

/**
 * A world in a few characters: its whole content, not how it differs from a named one, for those may change.
 *
 * A letter and a number (or `u`: unlimited) for each: `m` messages, `c` capacity, `b` links that are bags, `l`
 * losses, `d` duplicates, `x` crashes, `f` disks that are lost (forgotten), `p` partitions, `n` no healing, `r`
 * resets, `t` ticks of the clocks, `s` their skew, `o` how old a packet may be.
 * What is left out is 0, a queue, kept, healing, clocks that stand still. Crashes by role are `x_sender-1_receiver-u`.
 *
 * @throws RangeError for a world with a bound that is no whole number.
 * @example
 * budgetsOf(worlds.hostile); // 'm2c2bludux1'
 */
export const budgetsOf = (world: World): string => {
  const {
    name: _,
    messages,
    capacity,
    links,
    losses,
    duplicates,
    crashes,
    disks,
    partitions,
    healing,
    resets = 0,
    clock,
    ...rest
  } = world;
  // A field that World gets one day does not compile here until it is written.
  rest satisfies Record<string, never>;
  return [
    `m${whole(messages)}c${amount(capacity)}`,
    links === 'bag' ? 'b' : '',
    written('l', losses),
    written('d', duplicates),
    typeof crashes === 'object' ? `x_${crashesByRole(crashes)}` : written('x', crashes),
    disks === 'lost' ? 'f' : '',
    written('p', partitions),
    healing ? '' : 'n',
    written('r', resets),
    clock === undefined ? '' : `t${whole(clock.ticks)}s${whole(clock.skew)}o${amount(clock.lifetime)}`,
  ].join('');
};

const whole = (number: number): number => {
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new RangeError(`a world in which something is ${number} cannot be written into a token`);
};

const amount = (budget: Budget): string =>
  budget === 'unlimited' || budget === Infinity ? 'u' : String(whole(budget));
const written = (letter: string, budget: Budget): string =>
  budget === 0 ? '' : `${letter}${amount(budget)}`;

const crashesByRole = (crashes: Readonly<Record<string, Budget>>): string =>
  Object.entries(crashes)
    .map(([role, budget]) => `${escapedWhole(role)}-${amount(budget)}`)
    .join('_');

const whenWritten =
  /^m(\d+)c(\d+|u)(b?)(?:l(\d+|u))?(?:d(\d+|u))?(?:x(\d+|u|_(?:[A-Za-z0-9~]*-(?:\d+|u)(?:_[A-Za-z0-9~]*-(?:\d+|u))*)?))?(f?)(?:p(\d+|u))?(n?)(?:r(\d+|u))?(?:t(\d+)s(\d+)o(\d+|u))?$/;

/** The world that was written so, under the given name; or nothing, for a text that no world is written as. */
export const worldIn = (name: string, text: string): World | undefined => {
  const found = whenWritten.exec(text);
  if (found === null) return undefined;
  const [, messages, capacity, bag, losses, duplicates, crashes, lost, partitions, severed, ...more] = found;
  const [resets, ticks, skew, lifetime] = more;
  const byRole = crashes?.startsWith('_') === true ? rolesIn(crashes.slice(1)) : budgetIn(crashes);
  if (byRole === undefined) return undefined;
  const world: World = {
    name,
    messages: Number(messages),
    links: bag === 'b' ? 'bag' : 'queue',
    capacity: capacity === 'u' ? Infinity : Number(capacity),
    losses: budgetIn(losses),
    duplicates: budgetIn(duplicates),
    crashes: byRole,
    disks: lost === 'f' ? 'lost' : 'kept',
    partitions: budgetIn(partitions),
    healing: severed !== 'n',
    ...(resets === undefined ? {} : { resets: budgetIn(resets) }),
    ...(ticks === undefined
      ? {}
      : { clock: { ticks: Number(ticks), skew: Number(skew), lifetime: budgetIn(lifetime) } }),
  };
  // Leading zeros and zeros that would have been left out are no way to write a world.
  return isWritable(world) && budgetsOf(world) === text ? world : undefined;
};

const budgetIn = (text: string | undefined): Budget =>
  text === undefined ? 0 : text === 'u' ? 'unlimited' : Number(text);

const rolesIn = (text: string): Readonly<Record<string, Budget>> | undefined => {
  const entries = text === '' ? [] : text.split('_').map((entry) => entry.split('-'));
  const roles = entries.map(([role = '', count]) => [unescaped(role), budgetIn(count)] as const);
  if (roles.some(([role]) => role === undefined)) return undefined;
  return Object.fromEntries(roles as readonly (readonly [string, Budget])[]);
};

/** A number of too many digits is none that was written. */
const isWritable = (world: World): boolean => {
  const { messages, capacity, losses, duplicates, crashes, partitions, resets = 0, clock } = world;
  const all = [
    messages,
    losses,
    duplicates,
    partitions,
    resets,
    ...(clock === undefined ? [] : Object.values(clock)),
    ...(typeof crashes === 'object' ? Object.values(crashes) : [crashes]),
  ];
  return [...all, capacity === Infinity ? 0 : capacity].every(
    (budget) => typeof budget !== 'number' || Number.isSafeInteger(budget),
  );
};
