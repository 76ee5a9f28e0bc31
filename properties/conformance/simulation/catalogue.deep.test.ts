import { describe } from 'vitest';
import { families } from '../../../src/catalogue.ts';
import { atLeastOnce, exactlyOnce } from '../../../src/guarantees/index.ts';
import { connected, deaf } from '../../laws/fixtures/connected.ts';
import { cellOf, holdsFor, unclocked } from './laws.ts';

/**
 * Of every family of the catalogue one protocol that is right, in a world with crashes, and all that are not. What
 * reads a clock cannot be played: running code is given none.
 */
describe('a protocol that is played by processes', () => {
  holdsFor([
    ...families.flatMap(({ entries }) =>
      entries
        .filter(unclocked)
        .slice(0, 1)
        .map((entry) => cellOf(entry, 'crashing', [atLeastOnce, exactlyOnce])),
    ),
    ...families.flatMap(({ flaws }) =>
      flaws.filter(unclocked).map((flaw) => cellOf(flaw, flaw.world, [flaw.guarantee])),
    ),
    ...[connected, deaf].map((protocol) => cellOf({ protocol }, 'resetting', [atLeastOnce])),
  ]);
});
