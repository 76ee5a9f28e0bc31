import type { Guarantee } from '../../guarantees/guarantee.ts';
import { ledgersOf } from '../../guarantees/ledger.ts';
import type { Ledger, Ledgers } from '../../guarantees/ledger.ts';
import type { Action } from '../../model/action.ts';
import { isLeft } from '../../model/budget.ts';
import type { Faults } from '../../model/budget.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { WorldState } from '../../model/setting.ts';
import { placeOf } from '../../model/place.ts';
import type { Place, Process } from '../../model/place.ts';
import { replay } from '../../model/trace.ts';
import type { Budget } from '../../model/world.ts';
import { deedsOf } from '../story/deed.ts';
import { labelOf } from '../story/label.ts';
import { inBareWords } from '../story/words.ts';
import { itemOf, itemsOf } from './sheet.ts';
import type { Entry, Item, Sheet } from './sheet.ts';

/** The state of everything after so many steps of a trace; the first of all is the state before any. */
export type Frame = readonly Sheet[];

/** One frame for the beginning, and one after each step that was possible. */
export const framesOf = (
  model: WorldModel,
  guarantee: Guarantee,
  trace: readonly Action[],
): readonly Frame[] => {
  const ledgers = ledgersOf(guarantee);
  let ledger = ledgers.initial;
  const frames = [frameOf(model, ledgers, model.initial, ledger)];
  for (const { state, observations } of replay(model, trace)) {
    ledger = ledgers.observe(ledger, observations);
    frames.push(frameOf(model, ledgers, state, ledger));
  }
  return frames;
};

const frameOf = (model: WorldModel, ledgers: Ledgers, state: WorldState, ledger: Ledger): Frame => [
  ...Object.keys(model.protocol.roles).map((role, index) =>
    roleSheet(placeOf(model.protocol, role, model.world.clock), state.processes[index]!),
  ),
  linkSheet(model, state),
  ledgerSheet(ledgers, ledger),
  budgetSheet(model, state),
];

const roleSheet = (place: Place, process: Process): Sheet => {
  const { up, disk, memory, timers, pending, clock } = process;
  const condition = !up ? 'down' : pending.length > 0 ? 'paused' : 'up';
  const todo = deedsOf(place, pending).map((deed): Item => ({ text: inBareWords(deed) }));
  return {
    title: place.name,
    entries: [
      { name: 'is', items: [{ text: condition }] },
      ...fields('disk', disk),
      ...fields('memory', memory),
      ...(clock === undefined ? [] : [{ name: 'clock', items: [{ text: String(clock) }] }]),
      { name: 'timers armed', items: timers.map((timer) => ({ text: timer })) },
      ...(todo.length === 0 ? [] : [{ name: 'still to do', items: todo }]),
    ],
  };
};

const fields = (kind: string, all: object): readonly Entry[] =>
  Object.entries(all).map(([name, value]) => ({ name: `${kind}: ${name}`, items: itemsOf(value) }));

const linkSheet = ({ protocol, world }: WorldModel, { links, faults }: WorldState): Sheet => ({
  title: 'Links',
  subtitle:
    world.links === 'queue' ? 'queues: the first packet arrives next' : 'bags: any packet may arrive next',
  entries: protocol.links.map((link, index) => ({
    name: `${link}${faults.severed[index] === true ? ' (cut off)' : ''}`,
    items: links[index]!.map((packet): Item => ({ text: labelOf(packet), full: itemOf(packet).full ?? '' })),
  })),
});

const ledgerSheet = ({ guarantee, broken, owed }: Ledgers, ledger: Ledger): Sheet => {
  const breach = broken(ledger);
  return {
    title: 'Ledger',
    subtitle: guarantee.name,
    entries: [
      ...Object.entries(ledger.accounts).flatMap(([key, account]) => accountEntries(guarantee, key, account)),
      ...Object.entries(ledger.standings).map(([message, standing]) => ({
        name: `standing of ${message}`,
        items: [itemOf(standing)],
      })),
      ...(guarantee.owed === undefined
        ? []
        : [
            {
              name: 'still owed',
              items: owed(ledger).map(({ message, clause }) => ({ text: message ?? clause })),
            },
          ]),
      { name: 'broken', items: breach === undefined ? [] : [{ text: breach.clause }] },
    ],
  };
};

/** A promise that is made of two has an account of two parts, and each is shown under its own name. */
const accountEntries = ({ parts }: Guarantee, key: string, account: unknown): readonly Entry[] =>
  parts !== undefined && Array.isArray(account)
    ? parts.map(({ name }, index) => ({ name: `${key}: ${name}`, items: itemsOf(account[index]) }))
    : [{ name: key, items: itemsOf(account) }];

/** What the world may still do. A fault that was never possible is not mentioned. */
const budgetSheet = ({ protocol, world, initial }: WorldModel, state: WorldState): Sheet => {
  const budgets = (faults: Faults): readonly (readonly [name: string, left: Budget])[] => [
    ['losses', faults.losses],
    ['duplications', faults.duplicates],
    ['partitions', faults.partitions],
    ['resets', faults.resets],
    ...Object.keys(protocol.roles).map(
      (role, index) => [`crashes of ${role}`, faults.crashes[index]!] as const,
    ),
  ];
  const possible = budgets(initial.faults).map(([, budget]) => isLeft(budget));
  return {
    title: 'Budgets',
    subtitle: 'what may still happen',
    entries: [
      { name: 'submissions', items: [{ text: String(world.messages - state.submitted) }] },
      ...budgets(state.faults)
        .filter((_, index) => possible[index])
        .map(([name, left]) => ({ name, items: [{ text: String(left) }] })),
    ],
  };
};
