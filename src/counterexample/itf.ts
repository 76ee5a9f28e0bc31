import type { Violation } from '../explore/verdict.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import { ledgersOf } from '../guarantees/ledger.ts';
import type { Ledger } from '../guarantees/ledger.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import type { WorldState } from '../model/setting.ts';
import { replay } from '../model/trace.ts';
import { onwardFrom } from './story/onward.ts';

/** A value in the Informal Trace Format: what JSON can say, with tags for what it cannot. */
export type ItfValue = string | boolean | readonly ItfValue[] | { readonly [field: string]: ItfValue };

/** A trace in the Informal Trace Format. */
export interface Itf {
  readonly '#meta': Readonly<Record<string, string>>;
  readonly vars: readonly string[];
  readonly states: readonly Readonly<Record<string, ItfValue | { readonly index: number }>>[];
  /** The number of the state that follows the last one, where things go on for ever. */
  readonly loop?: number;
}

/**
 * A trace in the Informal Trace Format (Apalache, ADR-015, revision of 2023-09-14), which other tools show and
 * replay: the initial state, and the state after each step that was possible.
 *
 * The variables are the roles and the links by their names, and beside them, with the `::` that Quint uses to
 * keep such names apart: `world::submitted`, `world::budgets`, `guarantee::ledger`, `mbt::actionTaken` (the
 * type of the step that led there; `init` for none) and `mbt::nondetPicks` (the step itself). Whole numbers
 * are `#bigint`; what the format does not know (null, fractions) is `#unserializable`; objects are records,
 * or a `#map` where they are kept by an id.
 *
 * What becomes of a debt stands behind the trace, up to a dead end, or as a `loop` that never pays.
 *
 * @example
 * toItf(model, atMostOnce, trace).states.length; // trace.length + 1
 */
export const toItf = (
  model: WorldModel,
  guarantee: Guarantee,
  trace: readonly Action[],
  violation?: Violation,
): Itf => {
  const ledgers = ledgersOf(guarantee);
  const variables = (state: WorldState, ledger: Ledger, action?: Action) => ({
    ...processesIn(model, state),
    ...linksIn(model, state),
    'world::submitted': itfOf(state.submitted),
    'world::budgets': budgetsIn(model, state),
    'guarantee::ledger': mapOf(ledger.accounts),
    'mbt::actionTaken': action?.type ?? 'init',
    'mbt::nondetPicks': action === undefined ? {} : itfOf(action),
  });
  let ledger = ledgers.initial;
  const first = variables(model.initial, ledger);
  const { actions, begun, path, cycle } = onwardFrom(model, trace, violation);
  const states = replay(model, actions).map(({ action, state, observations }) => {
    ledger = ledgers.observe(ledger, observations);
    return variables(state, ledger, action);
  });
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      source: 'onceproof',
      description: `${guarantee.name}: ${model.name}`,
      status: violation === undefined ? 'ok' : 'violation',
      ...(violation === undefined ? {} : { violation: violation.clause }),
    },
    vars: Object.keys(first),
    // What follows the last step of a cycle is the state that it started from: it is there already.
    states: [first, ...(cycle === 0 ? states : states.slice(0, -1))].map((state, index) => ({
      '#meta': { index },
      ...state,
    })),
    ...(cycle === 0 ? {} : { loop: begun + path }),
  };
};

const processesIn = ({ protocol }: WorldModel, { processes }: WorldState): Record<string, ItfValue> =>
  Object.fromEntries(Object.keys(protocol.roles).map((role, index) => [role, itfOf(processes[index])]));

const linksIn = ({ protocol }: WorldModel, { links }: WorldState): Record<string, ItfValue> =>
  Object.fromEntries(protocol.links.map((link, index) => [link, itfOf(links[index])]));

const budgetsIn = ({ protocol }: WorldModel, { faults }: WorldState): ItfValue => {
  const { losses, duplicates, partitions, resets, crashes, severed } = faults;
  const roles = Object.keys(protocol.roles).map((role, index) => [role, crashes[index]] as const);
  return {
    losses: itfOf(losses),
    duplicates: itfOf(duplicates),
    partitions: itfOf(partitions),
    resets: itfOf(resets),
    crashes: mapOf(Object.fromEntries(roles)),
    severed: { '#set': protocol.links.filter((_, index) => severed[index]) },
  };
};

const mapOf = (record: Readonly<Record<string, unknown>>): ItfValue => ({
  '#map': Object.entries(record).map(([key, value]) => [key, itfOf(value)]),
});

/** Plain data as a value of the format. */
const itfOf = (value: unknown): ItfValue => {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Number.isInteger(value)) return { '#bigint': BigInt(value as number).toString() };
  if (Array.isArray(value)) return value.map(itfOf);
  if (typeof value !== 'object' || value === null) return { '#unserializable': JSON.stringify(value) };
  const entries = Object.entries(value);
  // A field that begins like a tag would be taken for one.
  if (entries.some(([name]) => name.startsWith('#'))) return mapOf(value as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, part]) => [name, itfOf(part)]));
};
