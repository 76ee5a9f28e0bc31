import type { Batch } from './batch.ts';
import type { Cursor } from './cursor.ts';
import { pack, unpack } from './layout.ts';
import { concerning } from './permutations.ts';
import { fieldsOf, missing, tablesOf } from './shape.ts';
import type { Shape } from './shape.ts';

/**
 * Replaces the states of steps, from one on, by the least of those that differ from them in the names of the
 * submitted messages only. Least is said of the numbers of their components, which never change, and not of
 * rows, whose layout does. Answers false when a table entry is missing.
 */
export const canonicaliserOf = (shape: Shape, batch: Batch, cursor: Cursor): ((from: number) => boolean) => {
  const fields = fieldsOf(shape);
  const tableOf = imageTables(shape);
  const now = new Int32Array(fields.count);
  const image = new Int32Array(fields.count);
  const least = new Int32Array(fields.count);

  const canonicalise = (row: number): boolean => {
    const { ints, layout } = cursor.view;
    unpack(layout, batch.words, row, now);
    const permutations = concerning(now[fields.submitted]!);
    if (permutations === 0) return true;
    least.set(now);
    for (let permutation = 0; permutation < permutations; permutation += 1) {
      for (let field = 0; field < fields.count; field += 1) {
        const table = tableOf[field]!;
        const value = now[field]!;
        if (table < 0) image[field] = value;
        else {
          image[field] = ints[ints[table]! + (value << ints[table + 1]!) + permutation]!;
          if (image[field] === 0) return cursor.lacks(missing.image, field, value, permutation);
        }
      }
      if (isLess(image, least)) least.set(image);
    }
    pack(layout, least, batch.words, row);
    return true;
  };

  return (from) => {
    const { words } = cursor.view.layout;
    for (let step = from; step < batch.count; step += 1) if (!canonicalise(step * words)) return false;
    return true;
  };
};

/** By field, the table of what it becomes when messages are renamed; -1 where it stays what it is. */
const imageTables = (shape: Shape): readonly number[] => {
  const { roles, links } = shape;
  const tables = tablesOf(shape);
  const { count, ledger } = fieldsOf(shape);
  return Array.from({ length: count }, (_, field) => {
    if (field < roles) return tables.imageOfProcess + 2 * field;
    if (field < roles + links) return tables.imageOfContent;
    return field === ledger ? tables.imageOfLedger : -1;
  });
};

/** Whether the first fields in which they differ are less in the first. */
export const isLess = (some: Int32Array, others: Int32Array): boolean => {
  for (let field = 0; field < some.length; field += 1) {
    if (some[field]! !== others[field]!) return some[field]! < others[field]!;
  }
  return false;
};
