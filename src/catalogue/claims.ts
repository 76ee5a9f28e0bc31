import * as keeps from '../guarantees/index.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Protocol } from '../model/protocol.ts';
import { worlds } from '../model/world.ts';
import type { World, WorldName } from '../model/world.ts';

/** A protocol, with what it claims: in which worlds it keeps which guarantee, and in all others it does not. */
export interface Entry {
  readonly protocol: Protocol;
  readonly summary: string;
  /** How far its worlds reach, where the usual bound is too large or too small for it. */
  readonly scope?: Scope;
  /** How much further they reach where nobody crashes: numbers that wrap around show it late. */
  readonly scopeWithoutCrashes?: Scope;
  /** What is left of a world in which links reorder and all roles crash, where all of it is too large to explore. */
  readonly hostile?: Partial<Pick<World, 'crashes' | 'duplicates'>>;
  /** A guarantee that is not listed is kept in no world. */
  readonly claims: readonly Claim[];
}

/** How far the worlds of an entry reach. */
export type Reaching = Pick<Entry, 'scope' | 'scopeWithoutCrashes' | 'hostile'>;

export type Scope = Partial<Pick<World, 'messages' | 'capacity'>>;

export interface Claim {
  readonly guarantee: Guarantee;
  readonly worlds: readonly WorldName[];
}

/** A flawed twin: the right protocol with one thing wrong, and where that shows. */
export interface Flaw extends Omit<Entry, 'claims'> {
  /** The protocol of which it is the twin, and which keeps the guarantee in that world. */
  readonly twinOf: Protocol;
  readonly guarantee: Guarantee;
  readonly world: WorldName;
}

/** Protocols that belong together: a chapter of the catalogue. */
export interface Family {
  /** In one word. */
  readonly name: string;
  readonly title: string;
  /** The right ones, in the order in which to read them. */
  readonly entries: readonly Entry[];
  /** The flawed twins, kept on purpose: each shows what one small mistake breaks. */
  readonly flaws: readonly Flaw[];
}

/** In every named world. */
export const everywhere = Object.keys(worlds) as readonly WorldName[];
/** In these worlds. */
export const only = (...named: readonly WorldName[]): readonly WorldName[] => named;
/** In all named worlds but these. */
export const except = (...named: readonly WorldName[]): readonly WorldName[] =>
  everywhere.filter((world) => !named.includes(world));

/** What every protocol keeps that acknowledges a message after its delivery, and whose sender waits for that. */
export const confirmsOnlyWhatWasDelivered: readonly Claim[] = [
  { guarantee: keeps.honestConfirmation, worlds: everywhere },
  { guarantee: keeps.confirmedMeansDelivered, worlds: everywhere },
  { guarantee: keeps.noCreation, worlds: everywhere },
];

/** What every protocol keeps that sends again, and records what it has delivered on a disk. */
export const exactlyOnceUnlessDisksAreLost: readonly Claim[] = [
  { guarantee: keeps.atMostOnce, worlds: except('forgetful') },
  { guarantee: keeps.atLeastOnce, worlds: except('forgetful', 'severed') },
  { guarantee: keeps.exactlyOnce, worlds: except('forgetful', 'severed') },
];

/** What is left of order when several messages are under way and are sent again. */
export const keepsOrderOnQueues: readonly Claim[] = [
  { guarantee: keeps.inOrder, worlds: only('calm', 'duplicating', 'partitioned', 'severed') },
  { guarantee: keeps.strictlyInOrder, worlds: only('calm', 'duplicating', 'partitioned', 'severed') },
];
