import type { Guarantee } from '../guarantees/guarantee.ts';
import type { RoleName } from '../model/message.ts';
import { crashesOf } from '../model/world.ts';
import type { Budget, Clock, World } from '../model/world.ts';

/**
 * Whether one world is at least as harsh as another for a guarantee: every run of the milder world is a run
 * of the harsher one, and what can never be paid in the milder can never be paid in the harsher. So whatever
 * breaks the guarantee in the milder world breaks it in the harsher, in no more steps.
 *
 * It follows from the budgets alone, and from less than one might think:
 *
 * - The bounds must be equal: a world that may submit or hold more is another question, not a harsher world.
 * - A disk that is lost is not harsher than one that is kept. A receiver that has lost its record as well
 *   delivers what it had recorded; kept, the record makes it lose the message.
 * - A link that never heals is not harsher than one that does: nothing that needs the healing happens on it.
 * - A bag is harsher than a queue only for a guarantee that owes nothing. It has every run of the queue, but
 *   from the same state it also has more ways to pay: what always arrives alternately on a queue arrives
 *   twice in a row on a bag, some day. And what is unread when a connection breaks may still arrive on a bag.
 * - Clocks that go are not harsher than clocks that stand still: time that passes may be what is waited for.
 *
 * @example
 * isAtLeastAsHarsh(worlds.hostile, worlds.lossy, ['sender', 'receiver'], atMostOnce); // true
 */
export const isAtLeastAsHarsh = (
  harsher: World,
  milder: World,
  roles: readonly RoleName[],
  guarantee: Pick<Guarantee, 'owed'>,
): boolean => {
  const crashes = (world: World): boolean => roles.some((role) => crashesOf(world, role) !== 0);
  return (
    harsher.messages === milder.messages &&
    harsher.capacity === milder.capacity &&
    reaches(harsher.losses, milder.losses) &&
    reaches(harsher.duplicates, milder.duplicates) &&
    reaches(harsher.partitions, milder.partitions) &&
    roles.every((role) => reaches(crashesOf(harsher, role), crashesOf(milder, role))) &&
    (harsher.disks === milder.disks || !crashes(milder)) &&
    (harsher.healing === milder.healing || milder.partitions === 0) &&
    reaches(harsher.resets ?? 0, milder.resets ?? 0) &&
    isSameClock(harsher.clock, milder.clock) &&
    (harsher.links === milder.links ||
      (harsher.links === 'bag' && (milder.resets ?? 0) === 0 && guarantee.owed === undefined))
  );
};

const isSameClock = (a: Clock | undefined, b: Clock | undefined): boolean =>
  a?.ticks === b?.ticks && a?.skew === b?.skew && a?.lifetime === b?.lifetime;

const reaches = (more: Budget, less: Budget): boolean =>
  more === 'unlimited' || (less !== 'unlimited' && more >= less);
