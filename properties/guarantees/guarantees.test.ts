import { describe, expect, it } from 'vitest';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import { ledgersOf } from '../../src/guarantees/ledger.ts';
import type { Observation } from '../../src/model/observation.ts';

/** Whether a complete history keeps a promise: nothing is broken, and nothing is owed at its end. */
const keepsIt = (guarantee: Guarantee, history: readonly Observation[]): boolean => {
  const ledgers = ledgersOf(guarantee);
  const ledger = ledgers.observe(ledgers.initial, history);
  return ledgers.broken(ledger) === undefined && ledgers.owed(ledger).length === 0;
};

const inWords = (history: readonly Observation[]): string =>
  history.map((seen) => ('message' in seen ? `${seen.type} ${seen.message}` : seen.type)).join(', ') ||
  'nothing';

describe.each(guarantees)('$name: $sentence', (guarantee) => {
  it.each(guarantee.accepts.map((history) => ({ history, words: inWords(history) })))(
    'accepts: $words',
    ({ history }) => {
      expect(keepsIt(guarantee, history)).toBe(true);
    },
  );

  it.each(guarantee.refuses.map((history) => ({ history, words: inWords(history) })))(
    'refuses: $words',
    ({ history }) => {
      expect(keepsIt(guarantee, history)).toBe(false);
    },
  );

  it('refuses nothing shorter: leaving any observation out of a refused history mends it, or leaves it refused for less', () => {
    const refused = new Set(guarantee.refuses.map(inWords));
    for (const history of guarantee.refuses) {
      for (const index of history.keys()) {
        const fewer = history.toSpliced(index, 1);
        const isSmallest =
          keepsIt(guarantee, fewer) || refused.has(inWords(fewer)) || lacksItsSubmission(fewer);
        expect([inWords(fewer), isSmallest]).toEqual([inWords(fewer), true]);
      }
    }
  });

  it('cares for nothing but messages: crashes and restarts change no account', () => {
    const ledgers = ledgersOf(guarantee);
    for (const history of [...guarantee.accepts, ...guarantee.refuses]) {
      const disturbed = history.flatMap((seen): readonly Observation[] => [
        { type: 'crashed', process: 'sender' },
        seen,
        { type: 'restarted', process: 'sender' },
      ]);
      expect(ledgers.observe(ledgers.initial, disturbed)).toBe(ledgers.observe(ledgers.initial, history));
    }
  });
});

describe('an id', () => {
  it.each(['constructor', '__proto__', 'toString', ''])('may be anything, even "%s"', (id) => {
    for (const guarantee of guarantees) {
      for (const [histories, kept] of [
        [guarantee.accepts, true] as const,
        [guarantee.refuses, false] as const,
      ]) {
        for (const history of histories) {
          const named = history.map((seen) =>
            'message' in seen && seen.message === 'm0' ? { ...seen, message: id } : seen,
          );
          expect(keepsIt(guarantee, named)).toBe(kept);
        }
      }
    }
  });
});

/** A history from which the submission of a message was taken is not a smaller example but another case. */
const lacksItsSubmission = (history: readonly Observation[]): boolean =>
  history.some(
    (seen) =>
      'message' in seen &&
      !history.some(
        (other) => other.type === 'submitted' && 'message' in other && other.message === seen.message,
      ),
  );
