import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarantees } from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { seen } from '../../src/guarantees/guarantee.ts';
import { ledgersOf } from '../../src/guarantees/ledger.ts';
import type { Ledger } from '../../src/guarantees/ledger.ts';
import { registerOf } from '../../src/guarantees/register.ts';
import { messageObservationTypes } from '../../src/model/observation.ts';
import type { Observation } from '../../src/model/observation.ts';

/** Few messages and few senders, so that observations meet. An id of digits comes first in a plain object. */
const observation: fc.Arbitrary<Observation> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      type: fc.constantFrom(...messageObservationTypes),
      message: fc.constantFrom('m0', 'm1', 'm2', '7'),
      process: fc.constantFrom('one', 'other'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('crashed', 'restarted'), process: fc.constant('one') }),
  },
);
const observations = fc.array(observation, { maxLength: 30 });

const clausesIn = (guarantee: Guarantee, ledger: Ledger, ask: Guarantee['broken']): readonly string[] =>
  Object.entries(ledger.accounts).flatMap(([key, account]) => {
    const clause = ask?.(account);
    if (clause === undefined) return [];
    return guarantee.scope === 'message' ? `${key} ${clause}` : clause;
  });

const breakable = guarantees.filter(({ broken }) => broken !== undefined);
const payable = guarantees.filter(({ owed }) => owed !== undefined);

const clauses = (claims: readonly { readonly clause: string }[]): readonly string[] =>
  claims.map(({ clause }) => clause);

describe('a register is the ledger of a history that is too long for a ledger', () => {
  it.each(guarantees)(
    'of $name: they agree on what is broken and what is owed, at every moment',
    (guarantee) => {
      const ledgers = ledgersOf(guarantee);
      fc.assert(
        fc.property(observations, (history) => {
          const register = registerOf<number>(guarantee);
          let ledger = ledgers.initial;
          for (const [index, next] of history.entries()) {
            register.observe(next, index);
            ledger = ledgers.observe(ledger, [next]);
            expect(clauses(register.broken()).toSorted()).toEqual(
              clausesIn(guarantee, ledger, guarantee.broken).toSorted(),
            );
            expect(clauses(register.owed()).toSorted()).toEqual(clauses(ledgers.owed(ledger)).toSorted());
          }
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each(breakable)('of $name: it names the observation that broke it', (guarantee) => {
    const ledgers = ledgersOf(guarantee);
    fc.assert(
      fc.property(observations, (history) => {
        const register = registerOf<number>(guarantee);
        for (const [index, next] of history.entries()) register.observe(next, index);
        for (const { clause, tag } of register.broken()) {
          const before = ledgers.observe(ledgers.initial, history.slice(0, tag));
          const after = ledgers.observe(before, history.slice(tag, tag + 1));
          expect(clausesIn(guarantee, before, guarantee.broken)).not.toContain(clause);
          expect(clausesIn(guarantee, after, guarantee.broken)).toContain(clause);
        }
      }),
    );
  });

  it.each(payable)(
    'of $name: it names the observation since which something is owed without a break',
    (guarantee) => {
      const ledgers = ledgersOf(guarantee);
      fc.assert(
        fc.property(observations, (history) => {
          const register = registerOf<number>(guarantee);
          for (const [index, next] of history.entries()) register.observe(next, index);
          const owedAfter = (length: number): readonly (string | undefined)[] =>
            ledgers
              .owed(ledgers.observe(ledgers.initial, history.slice(0, length)))
              .map(({ message }) => message);
          for (const { message, tag } of register.owed()) {
            expect(owedAfter(tag)).not.toContain(message);
            for (let length = tag + 1; length <= history.length; length += 1) {
              expect(owedAfter(length)).toContain(message);
            }
          }
        }),
      );
    },
  );

  it('keeps ids apart that name something in every JavaScript object', () => {
    for (const guarantee of guarantees) {
      for (const history of guarantee.refuses) {
        for (const id of ['__proto__', 'constructor', 'toString']) {
          const register = registerOf<number>(guarantee);
          history.forEach((next, index) =>
            register.observe(
              'message' in next && next.message === 'm0' ? { ...next, message: id } : next,
              index,
            ),
          );
          const found = clauses([...register.broken(), ...register.owed()]);
          expect(found, `${guarantee.name} of ${id}`).toHaveLength(1);
          expect(found[0]).toContain(id);
        }
      }
    }
  });

  it('makes a claim once, though the account goes on changing', () => {
    const counting: Guarantee<number> = {
      ...guarantees[0]!,
      opening: 0,
      observe: (count) => count + 1,
      broken: (count) => (count > 1 ? `is seen ${count} times` : undefined),
    };
    const register = registerOf<number>(counting);
    seen('submitted m0', 'accepted m0', 'delivered m0').forEach((next, index) =>
      register.observe(next, index),
    );
    expect(register.broken()).toEqual([{ message: 'm0', clause: 'm0 is seen 2 times', tag: 1 }]);
  });

  it('tells a claim with the observation that gave rise to it', () => {
    const [atMostOnce] = guarantees;
    const register = registerOf<string>(atMostOnce!);
    seen('submitted m0', 'delivered m0', 'delivered m0', 'delivered m0').forEach((next, index) =>
      register.observe(next, `line ${index + 1}`),
    );
    expect(register.broken()).toEqual([{ message: 'm0', clause: 'm0 is delivered twice', tag: 'line 3' }]);
  });
});
