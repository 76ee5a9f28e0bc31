import { afterAll, describe, expect } from 'vitest';
import { basics } from '../../../src/catalogue/basics.ts';
import { families } from '../../../src/catalogue.ts';
import { runningGroups } from '../../../src/conformance/process/groups.ts';
import { atMostOnce, exactlyOnce } from '../../../src/guarantees/index.ts';
import { cellOf, unclocked } from '../simulation/laws.ts';
import { holdsOverPipes } from './laws.ts';

/** The basic protocols where processes crash, and of every family the first of its flaws. */
describe('a protocol that is played by programs', () => {
  holdsOverPipes([
    ...basics.entries.map((entry) => cellOf(entry, 'crashing', [atMostOnce, exactlyOnce])),
    ...families.flatMap(({ flaws }) =>
      flaws
        .filter(unclocked)
        .slice(0, 1)
        .map((flaw) => cellOf(flaw, flaw.world, [flaw.guarantee])),
    ),
  ]);
  afterAll(() => expect(runningGroups()).toBe(0));
});
