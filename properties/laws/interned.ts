import { expect } from 'vitest';
import { naiveFindings } from '../../src/explore/naive.ts';
import { driveHere } from '../../src/explore/product/drive.ts';
import { findings } from '../../src/explore/product/findings.ts';
import { tablesFor } from '../../src/explore/product/tables.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { ledgersOf } from '../../src/guarantees/ledger.ts';
import type { WorldModel } from '../../src/model/compose.ts';

/**
 * Expects that the interned product finds to the letter what the naive engine finds: states, transitions,
 * depth, how often everything occurred, and of all shortest traces the same one. Answers how many states
 * there are, and does not ask the naive engine where there are more than `few`.
 */
export const expectSameFindings = (model: WorldModel, guarantee: Guarantee, few = Infinity): number => {
  const ledgers = ledgersOf(guarantee);
  const tables = tablesFor(model, ledgers, { restartsFirst: false, symmetric: false });
  const found = driveHere(findings(model, ledgers, tables, { maxStates: Infinity, maxBytes: Infinity }));
  const states = found.coverage.states!;
  if (states <= few) expect(found).toEqual(naiveFindings(model, guarantee, Infinity));
  return states;
};
