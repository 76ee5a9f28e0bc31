import { describe } from 'vitest';
import { basics } from '../../../src/catalogue/basics.ts';
import { atLeastOnce } from '../../../src/guarantees/index.ts';
import { cellOf, holdsFor } from './laws.ts';

describe('a protocol that is played by processes', () => {
  holdsFor([
    ...basics.entries.slice(2, 3).map((entry) => cellOf(entry, 'crashing', [atLeastOnce])),
    ...basics.flaws.map((flaw) => cellOf(flaw, flaw.world, [flaw.guarantee])),
  ]);
});
