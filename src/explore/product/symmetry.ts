import type { Ledger, Ledgers } from '../../guarantees/ledger.ts';
import type { Effect } from '../../model/effect.ts';
import { HandlerError } from '../../model/errors.ts';
import type { Content } from '../../model/link.ts';
import type { MessageObservation, Observation } from '../../model/observation.ts';
import { placeOf } from '../../model/place.ts';
import type { Place, Process } from '../../model/place.ts';
import { renamed } from '../../model/naming.ts';
import { textOf } from '../../model/plain.ts';
import { answer } from '../../model/process.ts';
import type { Protocol } from '../../model/protocol.ts';
import type { Event } from '../../model/role.ts';
import type { Setting } from '../../model/setting.ts';
import type { Components } from './components.ts';
import { permutationsOf } from './permutations.ts';
import type { Renaming } from './permutations.ts';

/** The messages are not interchangeable: some role, or the guarantee, does not treat them all alike. */
export class NotInterchangeable extends Error {
  override readonly name = 'NotInterchangeable';
}

/**
 * The messages that were submitted may be interchangeable: if every answer of every role, and every entry of
 * the guarantee, is the same but for the names when the names are exchanged, then two states that differ in
 * names only have the same future but for names, and one of them stands for both. That "if" is not assumed:
 * it is checked for each answer and each entry at the moment when the search first needs it.
 */
export interface Symmetry {
  /** The component with the messages renamed, by the number of the permutation. */
  readonly process: (role: number, process: number, permutation: number) => number;
  readonly content: (content: number, permutation: number) => number;
  readonly ledger: (ledger: number, permutation: number) => number;
  /** @throws NotInterchangeable when the role does not answer renamed events with renamed effects. */
  readonly checkAnswer: (role: number, process: Process, event: Event) => void;
  /** @throws NotInterchangeable when the guarantee does not judge renamed observations alike. */
  readonly checkEntry: (ledger: Ledger, observations: readonly Observation[]) => void;
}

export const symmetryOf = (
  protocol: Protocol,
  { world, roles, locals, channel, packets: kept }: Setting,
  ledgers: Ledgers,
  { processes, contents, ledgers: byNumber }: Components,
): Symmetry => {
  const permutations = permutationsOf(world.messages);
  const places = roles.map((name) => placeOf(protocol, name, world.clock));
  const inNames = (ledger: Ledger, renaming: Renaming): Ledger => ledgers.adopt(renamed(ledger, renaming));
  const contentIn = (content: Content, renaming: Renaming): Content =>
    content.reduce((so, packet) => channel.put(so, kept.intern(renamed(packet, renaming))), channel.empty);

  return {
    process: (role, process, permutation) => {
      const other = renamed(processes[role]!.thing(process), permutations[permutation]!);
      return processes[role]!.of(locals[role]!.adopt(other));
    },
    content: (content, permutation) =>
      contents.of(contentIn(contents.thing(content), permutations[permutation]!)),
    ledger: (ledger, permutation) => byNumber.of(inNames(byNumber.thing(ledger), permutations[permutation]!)),

    checkAnswer: (role, process, event) => {
      const effects = answer(places[role]!, process, event);
      for (const renaming of permutations) {
        const others = answeredBy(places[role]!, renamed(process, renaming), renamed(event, renaming));
        if (others === undefined || textOf(renamed(effects, renaming)) !== textOf(others)) {
          throw new NotInterchangeable(`${roles[role]} does not treat all messages alike upon ${event.type}`);
        }
      }
    },
    checkEntry: (ledger, observations) => {
      const after = ledgers.observe(ledger, observations);
      for (const renaming of permutations) {
        const others = observations.map((seen) => renamed(seen, renaming) as MessageObservation);
        const other = ledgers.observe(inNames(ledger, renaming), others);
        const isAlike =
          other === inNames(after, renaming) &&
          (ledgers.broken(other) === undefined) === (ledgers.broken(after) === undefined) &&
          ledgers.owed(other).length === ledgers.owed(after).length;
        if (!isAlike)
          throw new NotInterchangeable(`${ledgers.guarantee.name} does not treat all messages alike`);
      }
    },
  };
};

/** What a role answers in a state that it may never be in: nothing that says anything, if it misbehaves there. */
const answeredBy = (place: Place, process: Process, event: Event): readonly Effect[] | undefined => {
  try {
    return answer(place, process, event);
  } catch (error) {
    if (error instanceof HandlerError) return undefined;
    throw error;
  }
};
