import type { Ledgers } from '../../guarantees/ledger.ts';
import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { batchOf, lookUpOf } from './batch.ts';
import type { At } from './components.ts';
import { expanderOf } from './expand.ts';
import { isLess } from './canonical.ts';
import { holds, pack, unpack } from './layout.ts';
import { pairsOf } from './ranges.ts';
import type { Searched } from './search.ts';
import { concerning } from './permutations.ts';
import { fieldsOf, missing } from './shape.ts';
import type { Tables } from './tables.ts';
import { hashOf, numberOf } from './visited.ts';

/** A state by its number. */
export const stateOf = (
  { components, shape }: Tables,
  { visited }: Searched['shared'],
  number: number,
): At => {
  const fields = new Int32Array(fieldsOf(shape).count);
  unpack(visited.layout, visited.rows, number * visited.layout.words, fields);
  return components.decode(fields);
};

/**
 * A shortest trace to one of the targets, all of which lie in the same level: of all such traces the first in
 * the order in which the world enumerates actions, which is the one that a breadth-first search with
 * predecessors would have kept. So none are kept: the states from which a target can still be reached in
 * time are marked level by level from the last to the first, and then the marks are followed.
 */
export const traceTo = (
  model: WorldModel,
  ledgers: Ledgers,
  tables: Tables,
  { shared, levels }: Searched,
  depth: number,
  targets: readonly number[],
): readonly Action[] => {
  const marked = markedBefore(tables, shared, levels, depth, targets);
  const trace: Action[] = [];
  let at: At = { state: model.initial, ledger: ledgers.initial };
  for (let level = 1; level <= depth; level += 1) {
    const found = firstStep(model, ledgers, at, (next) => marked[level]!.has(find(tables, shared, next)));
    trace.push(found.action);
    at = found.at;
  }
  return trace;
};

const firstStep = (
  model: WorldModel,
  ledgers: Ledgers,
  { state, ledger }: At,
  isWanted: (at: At) => boolean,
): { readonly action: Action; readonly at: At } => {
  for (const action of model.enabled(state)) {
    const step = model.step(state, action)!;
    const at = { state: step.state, ledger: ledgers.observe(ledger, step.observations) };
    if (isWanted(at)) return { action, at };
  }
  throw new Error('the tables and the model do not say the same'); // a law holds that they do
};

const find = (tables: Tables, { visited }: Searched['shared'], at: At): number => {
  const { components } = tables;
  const { layout } = visited;
  const fields = leastOf(tables, components.encode(at));
  if (!holds(layout, [...fields])) return -1; // it has a component that no visited state has
  const words = new Int32Array(layout.words);
  pack(layout, fields, words, 0);
  return numberOf(visited, words, 0, hashOf(words, 0, layout.words));
};

/** The fields of the state that stands for this one, and for all that differ from it in names only. */
const leastOf = ({ shape, fillIn }: Tables, fields: Int32Array): Int32Array => {
  if (!shape.symmetric) return fields;
  const { submitted, faults } = fieldsOf(shape);
  let least = fields;
  for (let permutation = 0; permutation < concerning(fields[submitted]!); permutation += 1) {
    const image = fields.map((value, field) =>
      field === submitted || field === faults ? value : fillIn([missing.image, field, value, permutation]),
    );
    if (isLess(image, least)) least = image;
  }
  return least;
};

/** By level, the states from which a target can be reached in as many steps as there are levels left. */
const markedBefore = (
  { shape }: Tables,
  { ints, visited }: Searched['shared'],
  levels: Searched['levels'],
  depth: number,
  targets: readonly number[],
): readonly ReadonlySet<number>[] => {
  const marked: Set<number>[] = levels.slice(0, depth + 1).map(() => new Set<number>());
  for (const target of targets) marked[depth]!.add(target);
  const batch = batchOf();
  const lookUp = lookUpOf();
  const expander = expanderOf(shape, batch, 'all');
  expander.look({ ints, layout: visited.layout, rows: visited.rows });
  batch.clear(visited.layout.words);
  for (let level = depth - 1; level > 0; level -= 1) {
    const settle = (): void => {
      lookUp.find(visited, batch, (step, number) => {
        if (marked[level + 1]!.has(number)) marked[level]!.add(batch.source[step]!);
      });
      batch.clear(visited.layout.words);
    };
    for (const [from, end] of pairsOf(levels[level]!)) {
      for (let number = from; number < end; number += 1) {
        expander.expand(number);
        if (batch.count >= 1024) settle();
      }
    }
    settle();
  }
  return marked;
};
