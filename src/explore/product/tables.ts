import type { Ledgers } from '../../guarantees/ledger.ts';
import { messageNumber } from '../../model/answering.ts';
import type { WorldModel } from '../../model/compose.ts';
import { closing, isClosing } from '../../model/link.ts';
import type { LinkName, Packet } from '../../model/message.ts';
import { endsOf, linksOf } from '../../model/protocol.ts';
import type { Event } from '../../model/role.ts';
import type { Setting } from '../../model/setting.ts';
import { answersOf } from './answers.ts';
import type { Outcome } from './answers.ts';
import { componentsOf } from './components.ts';
import type { Components } from './components.ts';
import type { Missing } from './cursor.ts';
import { Heap } from './heap.ts';
import type { Grid } from './heap.ts';
import { recordsOf } from './records.ts';
import { missing, tablesOf } from './shape.ts';
import { symmetryOf } from './symmetry.ts';
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
   * Fills in an entry that is missing, and answers it: asks the protocol, or the guarantee.
   *
   * @throws HandlerError when a handler of the protocol misbehaves.
   * @throws NotInterchangeable when messages were taken for interchangeable and are not.
   */
  readonly fillIn: (entry: Missing) => number;
}

/** What may be left out of a search without changing the verdict: see `reductions.ts`. */
export interface Economies {
  readonly restartsFirst: boolean;
  readonly symmetric: boolean;
}

export const tablesFor = (model: WorldModel, ledgers: Ledgers, economies: Economies): Tables => {
  const { setting } = model;
  const shape = shapeOf(setting, economies);
  const heap = new Heap(tablesOf(shape).length);
  const components = componentsOf(setting, shape, ledgers, heap);
  const { processes, packets, contents, ledgers: byNumber, grids } = components;
  const outcomes: Outcome[] = firstOutcomes(setting);
  const symmetry = economies.symmetric ? symmetryOf(model.protocol, setting, ledgers, components) : undefined;
  const write = answersOf(setting, components, heap, outcomes);
  const answer: typeof write = (role, process, event) => {
    symmetry?.checkAnswer(role, process, event);
    return write(role, process, event);
  };
  const records = recordsOf(setting, components, heap, answer);

  // The first of their kind: the inner loop knows them by that number.
  contents.of(setting.channel.empty);
  components.bundle([setting.packets.intern(closing)]);
  const initial = components.encode({ state: model.initial, ledger: ledgers.initial });

  /** In which table an entry stands, and where. */
  const placeOf = ([what, a, b, c]: Missing): readonly [grid: Grid, row: number, column: number] => {
    switch (what) {
      case missing.process:
        return [grids.process[a]!, b, 0];
      case missing.content:
        return [grids.content, a, 0];
      case missing.faults:
        return [grids.faults, a, 0];
      case missing.put:
        return [grids.put, a, b];
      case missing.ledger:
        return [grids.ledger, a, b];
      case missing.submit:
        return [grids.submit[a]!, b, c];
      case missing.receive:
        return [grids.receive[a]!, b, c];
      case missing.packet:
        return [grids.packet[a]!, b, 0];
      case missing.image:
        if (a < shape.roles) return [grids.imageOfProcess[a]!, b, c];
        return [a < shape.roles + shape.links ? grids.imageOfContent : grids.imageOfLedger, b, c];
      default:
        throw new Error(`no table has entries of the kind ${what}`);
    }
  };

  /** What stands there: a number of a component, or where something longer stands in the heap. */
  const valueOf = ([what, a, b, c]: Missing): number => {
    switch (what) {
      case missing.process:
        return records.process(a, b);
      case missing.content:
        return records.content(a);
      case missing.faults:
        return records.faults(a);
      case missing.put:
        return records.put(a, b);
      case missing.ledger:
        symmetry?.checkEntry(byNumber.thing(a), components.observations(b));
        return byNumber.of(ledgers.observe(byNumber.thing(a), components.observations(b)));
      case missing.submit:
        return answer(a, processes[a]!.thing(b), { type: 'submit', message: messageNumber(c) });
      case missing.receive: {
        const { from, to } = endsOf(setting.links[a]!);
        const role = setting.roles.indexOf(to);
        const packet = packets.thing(c);
        const event: Event = isClosing(packet)
          ? { type: 'disconnect', from }
          : { type: 'receive', from, packet };
        return answer(role, processes[role]!.thing(b), event);
      }
      case missing.packet: {
        if (isClosing(packets.thing(b))) return -1;
        const on = { link: setting.links[a]!, packet: packets.thing(b) };
        return outcomes.push(...bothFaults(on)) - 2;
      }
      case missing.image:
        if (a < shape.roles) return symmetry!.process(a, b, c);
        return a < shape.roles + shape.links ? symmetry!.content(b, c) : symmetry!.ledger(b, c);
      default:
        throw new Error(`no table has entries of the kind ${what}`);
    }
  };

  const fillIn = (entry: Missing): number => {
    const [grid, row, column] = placeOf(entry);
    const known = grid.get(row, column);
    if (known !== 0) return known; // another thread, or another state, has missed it too
    const value = valueOf(entry);
    grid.set(row, column, value);
    return value;
  };

  return { shape, heap, components, outcomes, initial, fillIn };
};

/** The steps in which no role answers anything, and no packet is lost or doubled. */
const firstOutcomes = ({ links, connections }: Setting): Outcome[] => [
  ...links.flatMap((link) =>
    (['partition', 'heal'] as const).map((type) => ({ action: { type, link }, observations: [] })),
  ),
  ...connections.map((connection) => ({ action: { type: 'reset' as const, connection }, observations: [] })),
];

const shapeOf = (setting: Setting, economies: Economies): Shape => {
  const { world, roles, links, opposite, connections, submitters } = setting;
  return {
    roles: roles.length,
    links: links.length,
    target: links.map((link) => roles.indexOf(endsOf(link).to)),
    opposite,
    connections: connections.flatMap(linksOf).map((link) => links.indexOf(link)),
    skew: world.clock?.skew ?? 0,
    submitters: roles.map((role) => (submitters.includes(role) ? 1 : 0)),
    messages: world.messages,
    capacity: Math.min(world.capacity, largestCapacity),
    healing: world.healing,
    ...economies,
  };
};

const bothFaults = (on: { readonly link: LinkName; readonly packet: Packet }): readonly Outcome[] =>
  (['lose', 'duplicate'] as const).map((type) => ({ action: { type, ...on }, observations: [] }));

/** More than any link ever holds. */
const largestCapacity = 2 ** 30;
