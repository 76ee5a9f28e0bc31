import type { Ledger, Ledgers } from '../../guarantees/ledger.ts';
import type { Faults } from '../../model/budget.ts';
import type { Content } from '../../model/link.ts';
import type { Packet } from '../../model/message.ts';
import { isAboutMessage } from '../../model/observation.ts';
import type { Observation } from '../../model/observation.ts';
import { textOf } from '../../model/plain.ts';
import type { Process } from '../../model/place.ts';
import type { Setting, WorldState } from '../../model/setting.ts';
import { Grid } from './heap.ts';
import type { Heap } from './heap.ts';
import { numbers } from './numbers.ts';
import type { Numbers } from './numbers.ts';
import { concerning } from './permutations.ts';
import { fieldsOf, flag, tablesOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** A state, with what a guarantee holds of it. */
export interface At {
  readonly state: WorldState;
  readonly ledger: Ledger;
}

/** The components of states by their numbers, and the tables that are looked up with those numbers. */
export interface Components {
  /** By role: a process has a number of its own in each. */
  readonly processes: readonly Numbers<Process>[];
  readonly packets: Numbers<Packet>;
  readonly contents: Numbers<Content>;
  readonly faults: Numbers<Faults>;
  readonly ledgers: Numbers<Ledger>;
  /** What one outcome puts on one link. */
  readonly bundle: (packets: readonly Packet[]) => number;
  readonly bundled: (number: number) => readonly Packet[];
  /** What a guarantee takes notice of among the observations of one outcome; 0 where that is nothing. */
  readonly observed: (observations: readonly Observation[]) => number;
  readonly observations: (number: number) => readonly Observation[];
  readonly grids: Grids;
  /** The numbers that stand in the fields of a row. */
  readonly encode: (at: At) => Int32Array;
  readonly decode: (fields: Int32Array) => At;
  /** By field, the largest number that may stand in it. */
  readonly largest: () => readonly number[];
}

export type Grids = ReturnType<typeof gridsOf>;

const gridsOf = (shape: Shape, heap: Heap) => {
  const tables = tablesOf(shape);
  const forEach = (count: number, header: number): readonly Grid[] =>
    Array.from({ length: count }, (_, index) => new Grid(heap, header + 2 * index));
  return {
    put: new Grid(heap, tables.put),
    ledger: new Grid(heap, tables.ledger),
    content: new Grid(heap, tables.content),
    faults: new Grid(heap, tables.faults),
    flags: new Grid(heap, tables.flags),
    process: forEach(shape.roles, tables.process),
    submit: forEach(shape.roles, tables.submit),
    receive: forEach(shape.links, tables.receive),
    packet: forEach(shape.links, tables.packet),
    imageOfContent: new Grid(heap, tables.imageOfContent),
    imageOfLedger: new Grid(heap, tables.imageOfLedger),
    imageOfProcess: forEach(shape.roles, tables.imageOfProcess),
  };
};

export const componentsOf = (setting: Setting, shape: Shape, ledgers: Ledgers, heap: Heap): Components => {
  const grids = gridsOf(shape, heap);
  const fields = fieldsOf(shape);
  const permutations = shape.symmetric ? concerning(shape.messages) : 0;

  // Every number that may be asked for is covered by its tables as soon as it exists.
  const processes = setting.locals.map((_, role) =>
    numbers<Process>((number) => {
      grids.process[role]!.cover(number, 0);
      grids.submit[role]!.cover(number, shape.messages);
      grids.imageOfProcess[role]!.cover(number, permutations);
      for (const [link, target] of shape.target.entries()) {
        if (target === role) grids.receive[link]!.cover(number, 0);
      }
    }),
  );
  const packets = numbers<Packet>((number) => {
    for (const grid of grids.receive) grid.cover(0, number);
    for (const grid of grids.packet) grid.cover(number, 0);
  });
  const contents = numbers<Content>((number) => {
    grids.content.cover(number, 0);
    grids.put.cover(number, 0);
    grids.imageOfContent.cover(number, permutations);
  });
  const faults = numbers<Faults>((number) => grids.faults.cover(number, 0));
  const ledgersByNumber = numbers<Ledger>((number, ledger) => {
    grids.ledger.cover(number, 0);
    grids.imageOfLedger.cover(number, permutations);
    const isBroken = ledgers.broken(ledger) !== undefined;
    const isOwing = !isBroken && ledgers.owed(ledger).length > 0;
    grids.flags.set(number, 0, flag.known | (isBroken ? flag.broken : 0) | (isOwing ? flag.owing : 0));
  });
  const bundles = byText<Packet>((number) => grids.put.cover(0, number));
  const sequences = byText<Observation>((number) => grids.ledger.cover(0, number));

  return {
    processes,
    packets,
    contents,
    faults,
    ledgers: ledgersByNumber,
    bundle: bundles.of,
    bundled: bundles.list,
    observed: (observations) => {
      const noticed = observations.filter(isAboutMessage);
      return noticed.length === 0 ? 0 : sequences.of(noticed);
    },
    observations: sequences.list,
    grids,
    encode: ({ state, ledger }) => {
      const row = new Int32Array(fields.count);
      state.processes.forEach((process, role) => (row[role] = processes[role]!.of(process)));
      state.links.forEach((content, link) => (row[shape.roles + link] = contents.of(content)));
      row[fields.faults] = faults.of(state.faults);
      row[fields.submitted] = state.submitted;
      row[fields.ledger] = ledgersByNumber.of(ledger);
      return row;
    },
    decode: (row) => ({
      state: {
        processes: processes.map((each, role) => each.thing(row[role]!)),
        links: setting.links.map((_, link) => contents.thing(row[shape.roles + link]!)),
        faults: faults.thing(row[fields.faults]!),
        submitted: row[fields.submitted]!,
      },
      ledger: ledgersByNumber.thing(row[fields.ledger]!),
    }),
    largest: () => [
      ...processes.map((each) => each.count()),
      ...setting.links.map(() => contents.count()),
      faults.count(),
      shape.messages,
      ledgersByNumber.count(),
    ],
  };
};

/** Lists of things by number; two lists with equal things in the same order are one. */
const byText = <T>(welcome: (number: number) => void) => {
  const texts = numbers<string>(welcome);
  const lists: (readonly T[])[] = [];
  return {
    of: (list: readonly T[]): number => {
      const number = texts.of(textOf(list));
      lists[number] ??= list;
      return number;
    },
    list: (number: number): readonly T[] => lists[number]!,
  };
};
