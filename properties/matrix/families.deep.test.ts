import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { families } from '../../src/catalogue.ts';
import { basics } from '../../src/catalogue/basics.ts';
import { pagesOf } from '../../src/cli/matrix/page.ts';
import { comparisonsIn, isRepaired, told } from './laws.ts';
import { matrixOfFamily } from './whole.ts';

/** After so many states a cell is given up, and says so. */
const maxStates = 400_000;

describe.each(families.filter((family) => family !== basics))(
  'the matrix of the family: $title',
  (family) => {
    it('is as it is generated now, and adding a fault never repairs', async () => {
      const found = await matrixOfFamily(family, { maxStates });
      for (const { path, text } of pagesOf(found)) {
        await expect(text).toMatchFileSnapshot(resolve('spec/matrix', family.name, path));
      }
      const decided = comparisonsIn(found).filter(({ milder, harsher }) =>
        [milder, harsher].every(({ verdict }) => verdict.verdict !== 'unknown'),
      );
      expect(decided.filter(isRepaired).map(told)).toEqual([]);
    });
  },
);
