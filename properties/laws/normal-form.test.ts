import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { breakerOf, examinerOf } from '../../src/explore/examine.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { normalForm } from '../../src/explore/normal-form.ts';
import { walk } from '../../src/explore/walk.ts';
import { Trace, verifyByWalks } from '../../src/fast-check/index.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, inOrder } from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { compose } from '../../src/model/compose.ts';
import type { Model } from '../../src/model/model.ts';
import { worlds } from '../../src/model/world.ts';
import type { AnyRole } from '../../src/model/role.ts';
import { fireAndForget } from '../../src/protocols/fire-and-forget.ts';
import { givesUp } from '../../src/protocols/flawed/gives-up.ts';
import { seenInMemory } from '../../src/protocols/flawed/seen-in-memory.ts';
import { diceOf } from './registered.ts';
import { drawnSystem, system } from './fixtures/systems.ts';
import type { Move } from './fixtures/systems.ts';
import { traceOf } from './fixtures/traces.ts';
import { flaws } from './representative.ts';

const flawed = flaws.map((flaw) => ({ ...flaw, name: flaw.protocol.name }));
const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

describe('every counterexample of', () => {
  it.each(flawed)(
    '$name is the same, whatever the engine and the seed, and certainly the shortest',
    ({ protocol, world, guarantee, ...flaw }) => {
      const known = verifyExhaustively(compose(protocol, worldOf(flaw, world)), guarantee);
      if (known.verdict !== 'violated') throw new Error('the flawed twin is not flawed');
      expect(known.fingerprint).toMatch(/^[0-9a-f]{16}$/);
      const model = compose(protocol, worldOf(flaw, world));
      for (const seed of seeds) {
        const found = verifyByWalks(model, guarantee, { seed, runs: 2000 });
        if (found.verdict !== 'violated') throw new Error(`seed ${seed} finds nothing`);
        expect(found.trace).toEqual(known.trace);
        expect(found.violation).toEqual(known.violation);
        expect([found.shortest, found.fingerprint]).toEqual([true, known.fingerprint]);
      }
    },
  );
});

/** The slow twin: all traces up to the length of the known one, one by one, and the least by the definition. */
const leastByHand = (
  model: Model<string, Move>,
  guarantee: Guarantee,
  most: number,
): readonly Move[] | undefined => {
  const examine = examinerOf(model, guarantee);
  let level: {
    readonly state: string;
    readonly trace: readonly Move[];
    readonly places: readonly number[];
  }[] = [{ state: model.initial, trace: [], places: [] }];
  for (let length = 0; length <= most; length += 1) {
    const broken = level.filter(({ trace }) => examine(trace).violation !== undefined);
    const worth = ({ trace, places }: (typeof level)[number]): readonly number[] => [
      trace.filter(({ type }) => type === 'lose' || type === 'pause').length,
      trace.filter(({ type }) => type === 'submit').length,
      ...places,
    ];
    if (broken.length > 0) return broken.reduce((a, b) => (isBefore(worth(b), worth(a)) ? b : a)).trace;
    level = level.flatMap(({ state, trace, places }) =>
      model.enabled(state).map((move, place) => ({
        state: model.step(state, move)!.state,
        trace: [...trace, move],
        places: [...places, place],
      })),
    );
  }
  return undefined;
};

const isBefore = (a: readonly number[], b: readonly number[]): boolean => {
  const place = a.findIndex((number, index) => number !== b[index]);
  return place >= 0 && a[place]! < b[place]!;
};

describe('the normal form', () => {
  const most = 6;

  it.each([
    ['a promise that can only be broken for good', atMostOnce],
    ['a promise that can only be owed', atLeastOnce],
    ['a promise that can be both', exactlyOnce],
  ])('is what comparing all traces one by one finds, for %s', (_, guarantee) => {
    let broken = 0;
    fc.assert(
      fc.property(
        drawnSystem(),
        fc.array(fc.nat(2), { minLength: most, maxLength: most }),
        (model, choices) => {
          const examine = examinerOf(model, guarantee);
          const walked = walkedBy(model, choices);
          const known = [...walked.keys()]
            .map((index) => walked.slice(0, index + 1))
            .find((trace) => examine(trace).violation !== undefined);
          if (known === undefined) return;
          broken += 1;
          const form = normalForm(model, guarantee, known);
          expect(form.trace).toEqual(leastByHand(model, guarantee, most));
          expect(form.shortest).toBe(true);
          // The normal form of the normal form is itself.
          expect(normalForm(model, guarantee, form.trace)).toEqual(form);
        },
      ),
      { seed: 1, numRuns: 3000 },
    );
    expect(broken).toBeGreaterThan(200);
  });

  it('has fewer faults, though a way with more comes first', () => {
    const model = system({
      start: [
        { type: 'lose', to: 'struck', nature: 'fault', sees: ['submitted', 'delivered'] },
        { type: 'go', to: 'calm', sees: ['submitted'] },
      ],
      struck: [{ type: 'go', to: 'twice', sees: ['delivered'] }],
      calm: [{ type: 'go', to: 'twice', sees: ['delivered', 'delivered'] }],
      twice: [],
    });
    const verdict = verifyExhaustively(model, atMostOnce);
    expect(verdict.verdict === 'violated' && verdict.trace.map(({ type }) => type)).toEqual(['go', 'go']);
  });
});

const walkedBy = (model: Model<string, Move>, choices: readonly number[]): readonly Move[] => {
  const trace: Move[] = [];
  let state = model.initial;
  for (const choice of choices) {
    const enabled = model.enabled(state);
    const move = enabled[choice % enabled.length];
    if (move === undefined) break;
    trace.push(move);
    state = model.step(state, move)!.state;
  }
  return trace;
};

describe('the certificate', () => {
  const model = compose(givesUp, worlds.lossy);
  const long = traceOf(
    model,
    'submit m0',
    'timeout retransmit',
    'lose data m0',
    'lose data m0',
    'submit m1',
    'receive data m1',
  );

  it('says that no trace of the whole world is shorter', () => {
    const form = normalForm(model, atLeastOnce, long);
    expect(form.trace.map(({ type }) => type)).toEqual(['submit', 'timeout', 'lose', 'lose']);
    expect([form.shortest, form.shortestIn]).toEqual([true, undefined]);
  });

  it('is limited to the messages and the faults of the trace where the world is too large, and then gives no fingerprint', () => {
    const hostile = compose(seenInMemory, { ...worlds.hostile, messages: 3, capacity: 3 });
    const trace = traceOf(
      hostile,
      'submit m0',
      'timeout retransmit',
      'receive data m0, crash at 1',
      'restart receiver',
      'receive data m0',
    );
    const within = (states: number) => normalForm(hostile, atMostOnce, trace, { budget: { states } });
    const [enough, scope, nothing] = [within(50_000), within(200), within(5)];
    expect([enough.shortest, enough.fingerprint?.length]).toEqual([true, 16]);
    expect([scope.shortest, scope.fingerprint]).toEqual([false, undefined]);
    expect(scope.shortestIn).toBe('1 message; crash of receiver');
    expect(nothing).toEqual({ trace, shortest: false });
  });

  it('takes faults of other kinds, and in other places, for another scope', () => {
    const noise = Array.from({ length: 300 }, (_, index): Move => ({
      type: 'crash',
      to: `noise ${index}`,
      nature: 'fault',
    }));
    const known: readonly Move[] = [
      { type: 'lose', link: 'a', nature: 'fault', to: 'once', sees: ['delivered'] },
      { type: 'go', to: 'twice', sees: ['delivered'] },
    ];
    const shorter: Move = {
      type: 'lose',
      link: 'b',
      nature: 'fault',
      to: 'twice',
      sees: ['delivered', 'delivered'],
    };
    const large = system({
      start: [...noise, shorter, known[0]!],
      once: [known[1]!],
      twice: [],
      ...Object.fromEntries(noise.map(({ to }) => [to, []])),
    });
    expect(normalForm(large, atMostOnce, known, { budget: { states: 50 } })).toEqual({
      trace: known,
      shortest: false,
      shortestIn: '0 messages; lose on a',
    });
    expect(normalForm(large, atMostOnce, known).trace).toEqual([shorter]);
  });

  it('is what the caller has proved, where the budget does not suffice', () => {
    const trace = traceOf(model, 'submit m0', 'timeout retransmit', 'lose data m0', 'lose data m0');
    const budget = { states: 5 };
    expect(normalForm(model, atLeastOnce, trace, { budget })).toEqual({ trace, shortest: false });
    expect(normalForm(model, atLeastOnce, trace, { budget, shortest: true })).toEqual({
      trace,
      shortest: true,
    });
  });

  it('may be cut short by the clock of the caller', () => {
    let asked = 0;
    const budget = { states: 50_000, isOver: () => (asked += 1) > 3 };
    expect(normalForm(model, atLeastOnce, long, { budget })).toEqual({ trace: long, shortest: false });
  });

  it('is not given where a handler misbehaves before every shorter trace was seen, and the trace is not lost', () => {
    const twice = traceOf(
      compose(fireAndForget, worlds.duplicating),
      'submit m0',
      'duplicate data m0',
      'receive data m0',
      'receive data m0',
    );
    const { sender, receiver } = fireAndForget.roles as Record<'sender' | 'receiver', AnyRole>;
    const moody: AnyRole = {
      upon: {
        receive: (state, packet, from) => {
          if ((packet as unknown as { message: { id: string } }).message.id === 'm1')
            throw new Error('not today');
          return receiver.upon.receive!(state, packet, from);
        },
      },
    };
    const fragile = { ...fireAndForget, roles: { sender, receiver: moody } };
    const found = compose(fragile, { ...worlds.duplicating, messages: 1 });
    expect(normalForm(found, atMostOnce, twice).shortest).toBe(true);
    expect(normalForm(compose(fragile, worlds.duplicating), atMostOnce, twice)).toEqual({
      trace: twice,
      shortest: false,
      shortestIn: '1 message; duplicate on sender -> receiver',
    });
  });

  it('is not given where of a shorter trace it is not known whether its debt is ever paid', () => {
    const accepting: Move = {
      type: 'submit',
      to: 'owing',
      nature: 'choice',
      sees: ['submitted', 'accepted'],
    };
    const stuck = system(
      { start: [accepting], owing: [{ type: 'lose', to: 'dead', nature: 'fault' }], dead: [] },
      { owing: [{ type: 'deliver', to: 'done', sees: ['delivered'] }] },
    );
    const trace = [accepting, ...stuck.enabled('owing')];
    const form = normalForm(stuck, atLeastOnce, trace);
    expect([form.trace, form.shortest]).toEqual([trace, false]);
  });

  it('says the same of a trace whatever was looked at before it', () => {
    // Two messages are owed, and both are lost: which is named must not depend on which was heard of first.
    const both = system({
      start: [
        { type: 'forwards', to: 'lost', sees: ['accepted m0', 'accepted m1'] },
        { type: 'backwards', to: 'lost', sees: ['accepted m1', 'accepted m0'] },
      ],
      lost: [],
    });
    const [forwards, backwards] = both.enabled('start');
    const trace = new Trace(both, [backwards!]).shrinkable();
    expect(trace.examine(atLeastOnce).violation?.message).toBe('m0');
    expect(trace.actions).toEqual([forwards]);
  });

  it('speaks of the guarantee that was asked for, though the trace breaks others in fewer steps', () => {
    const hostile = compose(seenInMemory, worlds.hostile);
    for (const guarantee of [atMostOnce, inOrder]) {
      const verdict = verifyExhaustively(hostile, guarantee);
      if (verdict.verdict !== 'violated') throw new Error('it keeps it');
      expect(verdict.violation.guarantee).toBe(guarantee.name);
      expect(normalForm(hostile, guarantee, verdict.trace).trace).toEqual(verdict.trace);
    }
  });
});

describe('what a shrinker asks', () => {
  it('is answered as by whoever finds out everything', () => {
    const answers = { broken: 0, kept: 0 };
    for (const flaw of flaws) {
      const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
      const [examine, breaks] = [examinerOf(model, flaw.guarantee), breakerOf(model, flaw.guarantee)];
      for (let seed = 0; seed < 20; seed += 1) {
        const trace = walk(model, diceOf(seed), { minSteps: 3, maxSteps: 25 });
        const { violation, performed } = examine(trace);
        expect(breaks(trace)).toEqual(violation === undefined ? undefined : performed);
        answers[violation === undefined ? 'kept' : 'broken'] += 1;
      }
    }
    expect(Math.min(answers.broken, answers.kept)).toBeGreaterThan(10);
  });
});
