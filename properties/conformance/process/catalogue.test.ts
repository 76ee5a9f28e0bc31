import { afterAll, describe, expect } from 'vitest';
import { catalogue, flaws } from '../../../src/catalogue.ts';
import { runningGroups } from '../../../src/conformance/process/groups.ts';
import { atLeastOnce, exactlyOnce } from '../../../src/guarantees/index.ts';
import { cellOf } from '../simulation/laws.ts';
import { holdsOverPipes } from './laws.ts';

const theProtocol = (name: string) =>
  [...catalogue, ...flaws].find(({ protocol }) => protocol.name === name)!;

describe('a protocol that is played by programs', () => {
  holdsOverPipes(
    [
      cellOf(theProtocol('seen-in-memory'), 'crashing', [exactlyOnce]),
      // Over a connection that breaks.
      cellOf(theProtocol('clean-start-each-time'), 'resetting', [atLeastOnce]),
    ],
    [1],
  );
  afterAll(() => expect(runningGroups()).toBe(0));
});
