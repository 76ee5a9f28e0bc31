import { describe } from 'vitest';
import { atLeastOnce, atMostOnce, exactlyOnce, inOrder } from '../../../src/guarantees/index.ts';
import { registered, worldNames } from '../../laws/registered.ts';
import { cellOf } from '../simulation/laws.ts';
import { holdsOverPipes } from './laws.ts';

describe('a protocol that is played by programs, in every world', () => {
  holdsOverPipes(
    registered.flatMap((entry) =>
      worldNames.map((world) => cellOf(entry, world, [atMostOnce, atLeastOnce, exactlyOnce, inOrder])),
    ),
  );
});
