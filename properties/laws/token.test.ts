import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { budgetsOf, worldIn } from '../../src/counterexample/token/budgets.ts';
import { checksumOf } from '../../src/counterexample/token/checksum.ts';
import { ChangedError, TokenError } from '../../src/counterexample/token/errors.ts';
import { escaped, escapedWhole, unescaped } from '../../src/counterexample/token/names.ts';
import { readToken, tokenOf, traceIn } from '../../src/counterexample/token/token.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import type { Action } from '../../src/model/action.ts';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import type { Budget, World } from '../../src/model/world.ts';
import { walk } from '../../src/explore/walk.ts';
import { exactlyOnce } from '../../src/protocols/exactly-once.ts';
import { diceOf, registered, registeredModels, worldNames } from './registered.ts';
import { flaws } from './representative.ts';

const again = (model: WorldModel, trace: readonly Action[], promise = 'at most once') =>
  traceIn(readToken(tokenOf(model, promise, trace)), model);

/** The shortest counterexample of each flawed twin. */
const stories = flaws.map((flaw) => {
  const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
  const verdict = verifyExhaustively(model, flaw.guarantee);
  if (verdict.verdict !== 'violated') throw new Error(`${flaw.protocol.name} is not flawed`);
  return { model, promise: flaw.guarantee.name, trace: verdict.trace };
});
const tokens = stories.map(({ model, promise, trace }) => tokenOf(model, promise, trace));

describe('a token', () => {
  it.each(registered)('brings back every walk of $protocol.name in every world', (entry) => {
    for (const world of worldNames) {
      const model = compose(entry.protocol, worldOf(entry, world));
      for (let seed = 0; seed < 6; seed += 1) {
        const trace = walk(model, diceOf(seed), { minSteps: 1, maxSteps: 60 });
        expect(again(model, trace)).toEqual(trace);
      }
    }
  });

  it('carries the names of protocol and guarantee and the whole world', () => {
    const world: World = {
      ...worlds.hostile,
      name: 'my own',
      losses: 3,
      crashes: { sender: 2 },
      messages: 1,
    };
    const content = readToken(tokenOf(compose(exactlyOnce, world), 'exactly once', []));
    expect(content).toMatchObject({ protocol: 'exactly-once', guarantee: 'exactly once', world, steps: '' });
  });

  it('leaves out the steps that are not possible where they stand', () => {
    const [{ model, trace }] = stories as [(typeof stories)[0]];
    const impossible = { type: 'restart', role: 'receiver' } as const;
    expect(again(model, [impossible, ...trace, { type: 'timeout', role: 'nobody', timer: 'x' }])).toEqual(
      trace,
    );
  });

  it('survives the removal of any step of the trace that it is made of', () => {
    for (const { model, trace } of stories) {
      for (const index of trace.keys()) {
        const fewer = trace.toSpliced(index, 1);
        const possible = again(model, fewer);
        expect(fewer).toEqual(expect.arrayContaining([...possible]));
        expect(again(model, possible)).toEqual(possible);
      }
    }
  });

  it('is made of nothing but characters that stand for themselves in an address', () => {
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9._~-]+$/);
  });

  it('fits into a chat: under 100 characters for ten steps of any protocol in any world', () => {
    const lengths = registeredModels.flatMap((model) =>
      guarantees.slice(0, 3).map(({ name }) => {
        return tokenOf(model, name, walk(model, diceOf(1), { minSteps: 10, maxSteps: 10 })).length;
      }),
    );
    expect(Math.max(...lengths, ...tokens.map(({ length }) => length))).toBeLessThan(100);
  });

  it('is the same however an engine enumerates', () => {
    for (const { model, promise, trace } of stories) {
      const backwards: WorldModel = {
        ...model,
        enabled: (state) => model.enabled(state).toReversed(),
        withheld: (state) => model.withheld(state).toReversed(),
      };
      expect(tokenOf(backwards, promise, trace)).toBe(tokenOf(model, promise, trace));
      expect(traceIn(readToken(tokenOf(model, promise, trace)), backwards)).toEqual(trace);
    }
  });
});

describe('a token that was copied wrongly', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~ é';
  const refused = (token: string): boolean => {
    try {
      readToken(token);
      return false;
    } catch (error) {
      if (error instanceof TokenError) return true;
      throw error;
    }
  };

  /** All of the wrong copies that are not refused, or not as a token should be. */
  const read = (copies: readonly string[]): readonly string[] => copies.filter((copy) => !refused(copy));
  const places = (token: string): readonly number[] => [...token.split('').keys()];

  it.each(tokens)('is refused with any one character changed: %s', (token) => {
    const copies = places(token).flatMap((at) =>
      alphabet
        .split('')
        .filter((other) => other !== token[at])
        .map((other) => token.slice(0, at) + other + token.slice(at + 1)),
    );
    expect(copies.length).toBeGreaterThan(3000);
    expect(read(copies)).toEqual([]);
  });

  it.each(tokens)('is refused cut off anywhere, or with any character lost: %s', (token) => {
    expect(read(places(token).map((at) => token.slice(0, at)))).toEqual([]);
    expect(read(places(token).map((at) => token.slice(0, at) + token.slice(at + 1)))).toEqual([]);
  });

  it.each(tokens)('is refused with any two characters in each other’s place: %s', (token) => {
    const copies = places(token).flatMap((one) =>
      places(token)
        .filter((other) => other > one && token[one] !== token[other])
        .map((other) => token.split('').with(one, token[other]!).with(other, token[one]!).join('')),
    );
    expect(copies.length).toBeGreaterThan(1000);
    expect(read(copies)).toEqual([]);
  });

  it('says whether it is damaged, incomplete, no token, or of another version', () => {
    const [token] = tokens as [string];
    const newer = `op2${token.slice(3, token.lastIndexOf('.'))}`;
    expect(() => readToken(token.replace('at_most', 'at_mist'))).toThrow('the token is damaged');
    expect(() => readToken(token.slice(0, -1))).toThrow('the token is incomplete');
    expect(() => readToken('https://example.org')).toThrow('no token: one begins with "op1."');
    expect(() => readToken(`${newer}.${checksumOf(newer)}`)).toThrow('of the version op2');
  });

  it('is refused whatever it is', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^op1(\.[a-z0-9_~-]{0,6}){0,9}$/),
    );
    fc.assert(
      fc.property(text, (nonsense) => refused(nonsense)),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('a token that was made up, with a checksum that fits', () => {
  it('is refused, or is the very token of the trace that it brings', () => {
    let brought = 0;
    const field = fc.stringMatching(/^[A-Za-z0-9_~-]{0,8}$/);
    fc.assert(
      fc.property(fc.nat(stories.length - 1), fc.nat(6), field, fc.nat(30), (which, place, text, at) => {
        const { model } = stories[which]!;
        const fields = tokens[which]!.split('.').slice(0, -1);
        const changed = fields[place]!.slice(0, at) + text + fields[place]!.slice(at + 1);
        const body = fields.with(place, changed).join('.');
        const forged = `${body}.${checksumOf(body)}`;
        try {
          const content = readToken(forged);
          const there = {
            ...compose(model.protocol, content.world),
            protocol: { ...model.protocol, name: content.protocol },
          };
          expect(tokenOf(there, content.guarantee, traceIn(content, there))).toBe(forged);
          brought += 1;
        } catch (error) {
          if (!(error instanceof TokenError) && !(error instanceof ChangedError)) throw error;
        }
      }),
      { seed: 1, numRuns: 3000 },
    );
    expect(brought).toBeGreaterThan(300);
  });
});

describe('the fields of a token', () => {
  it('hold any name', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.string({ unit: fc.constantFrom('~', '_', ' ', '0', '\uD800') }),
    );
    fc.assert(
      fc.property(name, (given) => {
        for (const written of [escaped(given), escapedWhole(given)]) {
          expect(written).toMatch(/^[A-Za-z0-9_~-]*$/);
          expect(unescaped(written)).toBe(given);
        }
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('hold any world', () => {
    const budget: fc.Arbitrary<Budget> = fc.oneof(fc.nat(), fc.constant('unlimited' as const));
    const world: fc.Arbitrary<World> = fc.record({
      name: fc.string(),
      messages: fc.nat(),
      links: fc.constantFrom('queue', 'bag'),
      capacity: fc.oneof(fc.nat(), fc.constant(Infinity)),
      losses: budget,
      duplicates: budget,
      crashes: fc.oneof(budget, fc.dictionary(fc.string(), budget, { noNullPrototype: true })),
      disks: fc.constantFrom('kept', 'lost'),
      partitions: budget,
      healing: fc.boolean(),
    });
    fc.assert(
      fc.property(world, (given) => {
        expect(worldIn(given.name, budgetsOf(given))).toEqual(given);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it.each([
    '',
    'm2',
    'c2m2',
    'm2c2l0',
    'm02c2',
    'm2c2x_sender',
    'm2c2x_sender-',
    'm2c2bb',
    'm2c2z',
    'm2c99999999999999999999',
  ])('hold no world that nobody writes: "%s"', (text) => {
    expect(worldIn('calm', text)).toBeUndefined();
  });

  it('hold no world with a bound that is no whole number', () => {
    expect(() => budgetsOf({ ...worlds.calm, losses: 0.5 })).toThrow(RangeError);
    expect(() => budgetsOf({ ...worlds.calm, messages: Number.NaN })).toThrow(RangeError);
  });
});

describe('the checksum', () => {
  it('is the CRC-32 of the world, with its check value', () => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const number = (text: string): number =>
      text.split('').reduce((sum, digit) => sum * 64 + digits.indexOf(digit), 0);
    expect(number(checksumOf('123456789'))).toBe(0xcbf43926);
    expect(number(checksumOf(''))).toBe(0);
  });
});
