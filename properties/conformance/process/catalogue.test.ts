import { afterAll, describe, expect } from 'vitest';
import { catalogue, flaws } from '../../../src/catalogue.ts';
import { runningGroups } from '../../../src/conformance/process/groups.ts';
import { atLeastOnce, exactlyOnce } from '../../../src/guarantees/index.ts';
import { cellOf } from '../simulation/laws.ts';
import { holdsOverPipes } from './laws.ts';

describe('a protocol that is played by programs', () => {
  holdsOverPipes([
    ...catalogue.slice(0, 3).map((entry) => cellOf(entry, 'crashing', [atLeastOnce, exactlyOnce])),
    ...flaws.slice(4, 6).map((flaw) => cellOf(flaw, flaw.world, [flaw.guarantee])),
  ]);
  afterAll(() => expect(runningGroups()).toBe(0));
});
