import { readFileSync } from 'node:fs';
import { worldOf } from '../../src/catalogue.ts';
import { catalogue, flaws } from '../laws/representative.ts';
import type { Entry } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { worlds } from '../../src/model/world.ts';
import type { World, WorldName } from '../../src/model/world.ts';
import { mutated, mutationsOf } from './mutants.ts';

/** A bug whose place is known: a protocol with a mistake in it, and where that shows. */
export interface Planted {
  readonly name: string;
  readonly protocol: Protocol;
  readonly world: World;
  readonly guarantee: Guarantee;
  /** How many steps it takes at least to break the guarantee: from the exhaustive engine. */
  readonly fewest: number;
  /** The fingerprint of the one least trace. */
  readonly fingerprint: string | undefined;
}

/** A mutant of a protocol of the catalogue. */
export interface Mutant {
  readonly entry: Entry;
  readonly protocol: Protocol;
}

/** A model of its own: what one has learnt in it must not make another faster. */
export const modelOf = ({ protocol, world }: Pick<Planted, 'protocol' | 'world'>): WorldModel =>
  compose(protocol, world);

const worldNames = Object.keys(worlds) as readonly WorldName[];

/** Every one-line mutant of every protocol of the catalogue. */
export const mutantsOf = (entry: Entry): readonly Mutant[] =>
  mutationsOf(entry.protocol, [worldOf(entry, 'calm'), worldOf(entry, 'crashing')]).map((mutation) => ({
    entry,
    protocol: mutated(entry.protocol, mutation),
  }));

export const mutants = (): readonly Mutant[] => catalogue.flatMap(mutantsOf);

const plantedIn = (protocol: Protocol, world: World, guarantee: Guarantee): Planted | undefined => {
  const verdict = verifyExhaustively(compose(protocol, world), guarantee);
  if (verdict.verdict !== 'violated') return undefined;
  const { trace, fingerprint } = verdict;
  return { name: protocol.name, protocol, world, guarantee, fewest: trace.length, fingerprint };
};

/**
 * What a mutant breaks of that which its protocol claims: in the calmest world in which it breaks any of it,
 * the first guarantee. Nothing where it is as good as the protocol, in all of the named worlds within their bound.
 */
export const bugIn = ({ entry, protocol }: Mutant): Planted | undefined => {
  for (const name of worldNames) {
    for (const { guarantee, worlds: kept } of entry.claims) {
      if (!kept.includes(name)) continue;
      const planted = plantedIn(protocol, worldOf(entry, name), guarantee);
      if (planted !== undefined) return planted;
    }
  }
  return undefined;
};

/** The flawed twins, kept on purpose, each where the catalogue says that its flaw shows. */
export const twins = (): readonly Planted[] =>
  flaws.map((flaw) => {
    const planted = plantedIn(flaw.protocol, worldOf(flaw, flaw.world), flaw.guarantee);
    if (planted === undefined) throw new Error(`${flaw.protocol.name} is not flawed`);
    return planted;
  });

/** One line of the list: the bug, the world, the guarantee, and how many steps it takes at least. */
export const lineOf = ({ name, world, guarantee, fewest }: Planted): string =>
  [name, world.name, guarantee.name, fewest].join(' | ');

/** Where the list is kept of the mutants that are bugs: to make it anew takes a minute. */
export const listFile = new URL('planted.txt', import.meta.url);

export const listed = (): readonly string[] =>
  readFileSync(listFile, 'utf8')
    .split('\n')
    .filter((line) => line.includes(' | '));

/** Every mutant on the list, held to what the list says that it breaks; and what is not as listed, left out. */
export const plantedMutants = (): readonly Planted[] => {
  const byName = new Map(mutants().map((mutant) => [mutant.protocol.name, mutant]));
  return listed().flatMap((line) => {
    const [name, worldName, promise] = line.split(' | ');
    const mutant = byName.get(name!);
    const guarantee = guarantees.find((known) => known.name === promise);
    if (mutant === undefined || guarantee === undefined) return [];
    const world = worldOf(mutant.entry, worldName as WorldName);
    return plantedIn(mutant.protocol, world, guarantee) ?? [];
  });
};

/** The flawed twins and all mutants that are bugs. */
export const planted = (): readonly Planted[] => [...twins(), ...plantedMutants()];
