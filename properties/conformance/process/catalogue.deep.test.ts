import { describe } from 'vitest';
import { basics } from '../../../src/catalogue/basics.ts';
import { atLeastOnce, atMostOnce, exactlyOnce } from '../../../src/guarantees/index.ts';
import { cellOf } from '../simulation/laws.ts';
import { holdsOverPipes } from './laws.ts';

describe('a protocol that is played by programs, in a world with crashes', () => {
  holdsOverPipes([
    ...basics.entries.map((entry) => cellOf(entry, 'crashing', [atMostOnce, atLeastOnce, exactlyOnce])),
    ...basics.flaws.map((flaw) => cellOf(flaw, flaw.world, [flaw.guarantee])),
  ]);
});
