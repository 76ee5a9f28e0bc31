import { describe } from 'vitest';
import { catalogue, flaws } from '../../../src/catalogue.ts';
import { atLeastOnce } from '../../../src/guarantees/index.ts';
import { cellOf, holdsFor } from './laws.ts';

describe('a protocol that is played by processes', () => {
  holdsFor([
    ...catalogue.slice(0, 4).map((entry) => cellOf(entry, 'crashing', [atLeastOnce])),
    ...flaws.map((flaw) => cellOf(flaw, flaw.world, [flaw.guarantee])),
  ]);
});
