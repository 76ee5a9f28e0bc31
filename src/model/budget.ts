import type { LinkName, RoleName } from './message.ts';
import { Interner, remembered } from './plain.ts';
import { crashesOf } from './world.ts';
import type { Budget, World } from './world.ts';

/** What the faults have done and may still do. */
export interface Faults {
  readonly losses: Budget;
  readonly duplicates: Budget;
  readonly partitions: Budget;
  readonly resets: Budget;
  /** By the number of the role. */
  readonly crashes: readonly Budget[];
  /** By the number of the link: whether it is cut off. */
  readonly severed: readonly boolean[];
}

export const allFaults = (world: World, roles: readonly RoleName[], links: readonly LinkName[]): Faults => ({
  losses: world.losses,
  duplicates: world.duplicates,
  partitions: world.partitions,
  resets: world.resets ?? 0,
  crashes: roles.map((role) => crashesOf(world, role)),
  severed: links.map(() => false),
});

export const isLeft = (budget: Budget | undefined): boolean => budget === 'unlimited' || (budget ?? 0) > 0;

const spend = (budget: Budget): Budget => (budget === 'unlimited' ? budget : budget - 1);

export const afterLoss = (faults: Faults): Faults => ({ ...faults, losses: spend(faults.losses) });

export const afterDuplication = (faults: Faults): Faults => ({
  ...faults,
  duplicates: spend(faults.duplicates),
});

export const afterCrash = (faults: Faults, role: number): Faults => ({
  ...faults,
  crashes: faults.crashes.with(role, spend(faults.crashes[role]!)),
});

export const afterPartition = (faults: Faults, link: number): Faults => ({
  ...faults,
  partitions: spend(faults.partitions),
  severed: faults.severed.with(link, true),
});

export const afterReset = (faults: Faults): Faults => ({ ...faults, resets: spend(faults.resets) });

export const afterHealing = (faults: Faults, link: number): Faults => ({
  ...faults,
  severed: faults.severed.with(link, false),
});

/** Keeps each distinct state of the faults once, and remembers what each change of it comes to. */
export const faultLedger = (
  initial: Faults,
): {
  readonly initial: Faults;
  readonly change: (faults: Faults, what: string, change: () => Faults) => Faults;
  readonly textOf: (faults: Faults) => string;
  /** The one copy of what was made elsewhere. */
  readonly adopt: (faults: Faults) => Faults;
} => {
  const kept = new Interner<Faults>();
  const changes = new Map<Faults, Map<string, Faults>>();
  return {
    initial: kept.intern(initial),
    change: (faults, what, change) => {
      const known = changes.get(faults) ?? new Map<string, Faults>();
      changes.set(faults, known);
      const next = known.get(what) ?? kept.intern(change());
      known.set(what, next);
      return next;
    },
    textOf: (faults) => kept.textOf(faults),
    adopt: remembered((faults) => kept.intern(faults)),
  };
};
