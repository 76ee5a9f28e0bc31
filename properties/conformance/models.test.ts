import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, flaws, worldOf } from '../../src/catalogue.ts';
import { hearPieces } from '../../src/conformance/bytes/hearing.ts';
import { judgeOf } from '../../src/conformance/judge.ts';
import type { Judgement } from '../../src/conformance/judge.ts';
import { historyText } from '../../src/conformance/writing.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { ledgersOf } from '../../src/guarantees/ledger.ts';
import { registerOf } from '../../src/guarantees/register.ts';
import { compose } from '../../src/model/compose.ts';
import { messageObservationTypes } from '../../src/model/observation.ts';
import type { Observation } from '../../src/model/observation.ts';
import { observationsOf, replay } from '../../src/model/trace.ts';
import { walked } from '../laws/fixtures/traces.ts';

/** The verdicts of the judge on a run that was written out, and read as a file is. */
const judged = async (observations: readonly Observation[]): Promise<Judgement> => {
  const judge = judgeOf(guarantees);
  const text = historyText(observations, ['drained', 'ended']);
  const note = (): void => expect.unreachable('every line can be read');
  await hearPieces(pieces(text), { judge, note });
  return judge.judgement();
};

async function* pieces(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

/** What a guarantee itself says of a complete run: broken or owed it is violated, and it never holds by silence. */
const expectedOf = (guarantee: Guarantee, observations: readonly Observation[]): string => {
  const register = registerOf<number>(guarantee);
  observations.forEach((seen, index) => register.observe(seen, index + 1));
  if (register.broken().length + register.owed().length > 0) return 'violated';
  const seen = new Set(observations.flatMap((one) => ('message' in one ? [one.type as string] : [])));
  if (seen.has('confirmed')) seen.add('accepted');
  return guarantee.needs.every((type) => seen.has(type)) ? 'holds' : 'unknown';
};

/** The line of the first breach, as the register has it. */
const breachOf = (guarantee: Guarantee, observations: readonly Observation[]): string | undefined => {
  const register = registerOf<number>(guarantee);
  observations.forEach((seen, index) => register.observe(seen, index + 1));
  const [first, ...more] = register.broken();
  if (first === undefined) return undefined;
  return `${first.clause} (line ${first.tag})${more.length > 0 ? `, and ${more.length} more` : ''}`;
};

const agree = async (observations: readonly Observation[]): Promise<void> => {
  const { groups } = await judged(observations);
  expect(groups).toHaveLength(1);
  const submitted = messagesOf(observations, 'submitted');
  const hasStrangers = [...messagesOf(observations, 'delivered')].some((message) => !submitted.has(message));
  for (const [index, guarantee] of guarantees.entries()) {
    const { verdict, reasons } = groups[0]!.rulings[index]!;
    const expected = expectedOf(guarantee, observations);
    // A phantom may be a gap in a recording; a model has none, and no creation judges it there.
    const isOpen = guarantee.name === 'exactly once' && hasStrangers && expected === 'holds';
    expect(`${guarantee.name}: ${verdict}`).toBe(`${guarantee.name}: ${isOpen ? 'unknown' : expected}`);
    const breach = breachOf(guarantee, observations);
    if (breach !== undefined) expect(reasons[0]).toBe(breach);
  }
};

const messagesOf = (observations: readonly Observation[], type: string): ReadonlySet<string> =>
  new Set(observations.flatMap((seen) => (seen.type === type && 'message' in seen ? [seen.message] : [])));

describe('the table of the judge says what the guarantees say', () => {
  it('of any observations at all, and names the same breach at the same line', async () => {
    const observation: fc.Arbitrary<Observation> = fc.record({
      type: fc.constantFrom(...messageObservationTypes),
      message: fc.constantFrom('m0', 'm1', 'm2', '7'),
      process: fc.constantFrom('one', 'other'),
    });
    await fc.assert(fc.asyncProperty(fc.array(observation, { maxLength: 30, size: 'max' }), agree), {
      numRuns: 300,
    });
  });

  const worlds = ['calm', 'lossy', 'reordering', 'hostile'] as const;
  const protocols = [...catalogue, ...flaws].map(({ protocol, ...entry }) => ({
    name: protocol.name,
    protocol,
    ...entry,
  }));

  it.each(protocols)(
    'of runs of $name in several worlds, as its own ledgers do',
    async ({ protocol, ...entry }) => {
      for (const name of worlds) {
        const model = compose(protocol, worldOf(entry, name));
        for (let seed = 0; seed < 3; seed += 1) {
          const observations = observationsOf(replay(model, walked(model, seed, 30)));
          await agree(observations);
          for (const guarantee of guarantees) {
            const ledgers = ledgersOf(guarantee);
            const ledger = ledgers.observe(ledgers.initial, observations);
            const isBroken = ledgers.broken(ledger) !== undefined || ledgers.owed(ledger).length > 0;
            expect(isBroken).toBe(expectedOf(guarantee, observations) === 'violated');
          }
        }
      }
    },
  );
});
