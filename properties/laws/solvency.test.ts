import { describe, expect, it } from 'vitest';
import { prospectOf } from '../../src/explore/debts.ts';
import type { Prospect } from '../../src/explore/debts.ts';
import { purseOf } from '../../src/explore/purse.ts';
import { solvencyIn } from '../../src/explore/solvency.ts';
import type { Solvency } from '../../src/explore/solvency.ts';
import { atLeastOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { ledgersOf } from '../../src/guarantees/ledger.ts';
import type { Ledgers } from '../../src/guarantees/ledger.ts';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import { walked } from './fixtures/traces.ts';
import { registered } from './registered.ts';
import { flaws } from './representative.ts';

/** States with their ledgers, of a few random walks, each with a debt or without. */
const visitedBy = (model: WorldModel, ledgers: Ledgers, seeds: readonly number[]) =>
  seeds.flatMap((seed) => {
    let ledger = ledgers.initial;
    return replay(model, walked(model, seed, 25)).map(({ state, observations }) => {
      ledger = ledgers.observe(ledger, observations);
      return { state, ledger };
    });
  });

const solvencyBy = (prospect: Prospect): Solvency =>
  (({ paid: 'pays', standstill: 'never', 'for ever': 'never', unknown: 'unknown' }) as const)[prospect];

describe('what was learnt of the debts of one state', () => {
  const cases = registered.flatMap(({ protocol }) =>
    // A capacity of 1 holds back so much that some debts cannot be decided.
    [worlds.hostile, { ...worlds.crashing, capacity: 1 }, { ...worlds.lossy, capacity: 1 }].flatMap((world) =>
      [atLeastOnce, exactlyOnce].map((guarantee: Guarantee) => ({
        model: compose(protocol, world),
        guarantee,
        name: protocol.name,
        in: world.name,
        promise: guarantee.name,
      })),
    ),
  );
  const seen = new Set<Solvency | undefined>();

  it.each(cases)(
    'says the same of all others as asking anew: $promise of $name, $in',
    ({ model, guarantee }) => {
      const ledgers = ledgersOf(guarantee);
      const states = visitedBy(model, ledgers, [1, 2, 3, 4]);
      const expected = states.map((at) => solvencyBy(prospectOf(model, ledgers, at)));
      const ask = () => solvencyIn(model, ledgers, purseOf({ states: 1_000_000 }));
      const [forwards, backwards] = [ask(), ask()];
      expect(states.map((at) => forwards(at))).toEqual(expected);
      expect(states.toReversed().map((at) => backwards(at))).toEqual(expected.toReversed());
      expected.forEach((answer) => seen.add(answer));
    },
  );

  it('includes debts that are paid, that never are, and of which that is not known', () => {
    expect([...seen].sort()).toEqual(['never', 'pays', 'unknown']);
  });

  it('is not guessed when the purse is empty', () => {
    const [flaw] = flaws;
    const model = compose(flaw!.twinOf, worlds.hostile);
    const ledgers = ledgersOf(atLeastOnce);
    const owing = visitedBy(model, ledgers, [1, 2, 3]).find(({ ledger }) => ledgers.owed(ledger).length > 0);
    expect(solvencyIn(model, ledgers, purseOf({ states: 0 }))(owing!)).toBeUndefined();
  });
});
