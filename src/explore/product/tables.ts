import type { Ledgers } from '../../guarantees/ledger.ts';
import { messageNumber } from '../../model/answering.ts';
import type { WorldModel } from '../../model/compose.ts';
import { endsOf } from '../../model/protocol.ts';
import type { Setting } from '../../model/setting.ts';
import { answersOf } from './answers.ts';
import type { Outcome } from './answers.ts';
import { componentsOf } from './components.ts';
import type { Components } from './components.ts';
import type { Missing } from './expand.ts';
import { Heap } from './heap.ts';
import { recordsOf } from './records.ts';
import { missing, tablesOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** A protocol in a world, held against a guarantee, as tables that are filled in where they are needed. */
export interface Tables {
  readonly shape: Shape;
  readonly heap: Heap;
  readonly components: Components;
  /** What each outcome stands for, by its number. */
  readonly outcomes: readonly Outcome[];
  /** The fields of the initial state. */
  readonly initial: Int32Array;
  /**
   * Fills in an entry that was missing: asks the protocol, or the guarantee.
   *
   * @throws HandlerError when a handler of the protocol misbehaves.
   */
  readonly fillIn: (entry: Missing) => void;
}

export const tablesFor = (model: WorldModel, ledgers: Ledgers, restartsFirst = false): Tables => {
  const { setting } = model;
  const shape = shapeOf(setting, restartsFirst);
  const heap = new Heap(tablesOf(shape).length);
  const components = componentsOf(setting, shape, ledgers, heap);
  const { processes, packets, contents, ledgers: byNumber, grids } = components;
  const outcomes: Outcome[] = setting.links.flatMap((link) =>
    (['partition', 'heal'] as const).map((type) => ({ action: { type, link }, observations: [] })),
  );
  const answer = answersOf(setting, components, heap, outcomes);
  const records = recordsOf(setting, components, heap, answer);

  contents.of(setting.channel.empty); // the first of them: the inner loop knows it as 1
  const initial = components.encode({ state: model.initial, ledger: ledgers.initial });

  const fillIn = ([what, a, b, c]: Missing): void => {
    switch (what) {
      case missing.process:
        return records.process(a, b);
      case missing.content:
        return records.content(a);
      case missing.faults:
        return records.faults(a);
      case missing.put:
        return records.put(a, b);
      case missing.ledger: {
        const next = ledgers.observe(byNumber.thing(a), components.observations(b));
        return grids.ledger.set(a, b, byNumber.of(next));
      }
      case missing.submit: {
        const event = { type: 'submit', message: messageNumber(c) } as const;
        return grids.submit[a]!.set(b, c, answer(a, processes[a]!.thing(b), event));
      }
      case missing.receive: {
        const { from, to } = endsOf(setting.links[a]!);
        const role = setting.roles.indexOf(to);
        const event = { type: 'receive', from, packet: packets.thing(c) } as const;
        return grids.receive[a]!.set(b, c, answer(role, processes[role]!.thing(b), event));
      }
      case missing.packet: {
        const link = setting.links[a]!;
        const packet = packets.thing(b);
        grids.packet[a]!.set(b, 0, outcomes.length);
        outcomes.push(
          { action: { type: 'lose', link, packet }, observations: [] },
          { action: { type: 'duplicate', link, packet }, observations: [] },
        );
        return undefined;
      }
      default:
        throw new Error(`no table has entries of the kind ${what}`);
    }
  };

  return { shape, heap, components, outcomes, initial, fillIn };
};

const shapeOf = ({ world, roles, links, submitters }: Setting, restartsFirst: boolean): Shape => ({
  roles: roles.length,
  links: links.length,
  target: links.map((link) => roles.indexOf(endsOf(link).to)),
  submitters: roles.map((role) => (submitters.includes(role) ? 1 : 0)),
  messages: world.messages,
  capacity: Math.min(world.capacity, largestCapacity),
  healing: world.healing,
  restartsFirst,
});

/** More than any link ever holds. */
const largestCapacity = 2 ** 30;
