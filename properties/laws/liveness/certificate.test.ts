import { describe, expect, it } from 'vitest';
import { examinerOf } from '../../../src/explore/examine.ts';
import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import { continuationOf } from '../../../src/explore/continuation.ts';
import type { Continuation } from '../../../src/explore/verdict.ts';
import { walk } from '../../../src/explore/walk.ts';
import { atLeastOnce, guarantees } from '../../../src/guarantees/index.ts';
import { ledgersOf } from '../../../src/guarantees/ledger.ts';
import { drawMermaid } from '../../../src/counterexample/mermaid.ts';
import { tell } from '../../../src/counterexample/tell.ts';
import { compose } from '../../../src/model/compose.ts';
import { worlds } from '../../../src/model/world.ts';
import { diceOf, registeredModels } from '../registered.ts';
import { accepting, delivering, stepOf, system } from './drawn.ts';
import type { Drawn, Move, Step } from './drawn.ts';
import { faultsIn } from './certificate.ts';
import { silentDuplicates } from './protocols.ts';

const owing = guarantees.filter(({ owed }) => owed !== undefined);

describe('every debt violation of every protocol in every world', () => {
  it.each(registeredModels)('$name: shows a dead end, or a fair cycle that never pays', (model) => {
    for (const guarantee of owing) {
      const verdict = verifyExhaustively(model, guarantee);
      if (verdict.verdict !== 'violated' || verdict.violation.type !== 'debt') continue;
      const { continuation, ending } = verdict.violation;
      if (continuation === undefined) throw new Error(`none: ${verdict.violation.noContinuation}`);
      // In a world of its own: nothing that the engine remembers helps.
      const again = compose(model.protocol, model.world);
      expect(faultsIn(again, guarantee, verdict.trace, continuation)).toEqual([]);
      expect(ending).toBe(continuation.cycle.length === 0 ? 'standstill' : 'for ever');
      expect(examinerOf(again, guarantee)(verdict.trace).violation).toEqual(verdict.violation);
    }
  });

  it.each(registeredModels.filter(({ world }) => world.crashes !== 0 || world.partitions !== 0))(
    '$name: so does every random walk that ends in debt',
    (model) => {
      const examine = examinerOf(model, atLeastOnce);
      for (let seed = 1; seed <= 12; seed += 1) {
        const actions = walk(model, diceOf(seed), { minSteps: 5, maxSteps: 25 });
        const { violation, performed } = examine(actions);
        if (violation === undefined) continue;
        if (violation.continuation === undefined) throw new Error(`none: ${violation.noContinuation}`);
        expect(faultsIn(model, atLeastOnce, performed, violation.continuation)).toEqual([]);
      }
    },
  );
});

/** What is shown of a system drawn by hand after its submission, by the names of the moves. */
const shown = (states: Drawn, withheld: Drawn = {}, maxStates?: number) => {
  const model = system({ start: [accepting], done: [], ...states }, withheld);
  const ledgers = ledgersOf(atLeastOnce);
  const { state, observations } = model.step('start', accepting)!;
  const at = { state, ledger: ledgers.observe(ledgers.initial, observations) };
  const { continuation, noContinuation } = continuationOf(model, ledgers, at, maxStates);
  if (continuation === undefined) return noContinuation;
  expect(faultsIn(model, atLeastOnce, [accepting], continuation)).toEqual([]);
  const words = (moves: readonly Step[]) => moves.map(({ type }) => type).join(' ');
  return [words(continuation.path), words(continuation.cycle)];
};
const move = (type: string, to: string): Move => ({ type, to });

describe('the certificate', () => {
  it('of a dead end is the shortest path to one', () => {
    const states = {
      owing: [move('long', 'a'), move('short', 'dead')],
      a: [move('on', 'b')],
      b: [],
      dead: [],
    };
    expect(shown(states)).toEqual(['short', '']);
  });

  it('prefers a dead end to a cycle, for there nothing is left to hope for', () => {
    const states = { owing: [move('spin', 'owing'), move('on', 'a')], a: [move('off', 'dead')], dead: [] };
    expect(shown(states)).toEqual(['on off', '']);
  });

  it('turns in a bottom component, not in a cycle that a fair run leaves in the end', () => {
    const states = {
      owing: [move('spin', 'owing'), move('on', 'a')],
      a: [move('turn', 'b')],
      b: [move('back', 'a')],
    };
    expect(shown(states)).toEqual(['on', 'turn back']);
  });

  it('turns in a bottom component even where the way out of another is a step that is taken there as well', () => {
    const states = {
      owing: [move('a', 'p')],
      p: [move('b', 'owing'), move('a', 'x')],
      x: [move('c', 'x')],
    };
    expect(shown(states)).toEqual(['a a', 'c']);
  });

  it('comes back to the same ledger, not only to the same state', () => {
    const confirming: Move = { type: 'confirm', to: 'p', sees: ['confirmed'] };
    expect(shown({ owing: [confirming], p: [move('back', 'owing')] })).toEqual(['confirm', 'back confirm']);
  });

  it('takes in its cycle whatever can be taken again and again, and no more than once without need', () => {
    const states = {
      owing: [move('left', 'a'), move('right', 'b')],
      a: [move('home', 'owing')],
      b: [move('home', 'owing'), move('far', 'c')],
      c: [move('home', 'owing')],
    };
    // Going home is one and the same step, wherever it is taken.
    expect(shown(states)).toEqual(['', 'left home right far home']);
  });

  it('is as short as can be: it goes to the end of each side before it turns to the other', () => {
    const states = {
      owing: [move('left', 'l'), move('right', 'r')],
      l: [move('back', 'owing'), move('further left', 'll')],
      ll: [move('back a little', 'l')],
      r: [move('come back', 'owing')],
    };
    expect(shown(states)).toEqual(['', 'left further left back a little back right come back']);
  });

  it('counts the path to the cycle as well', () => {
    const states = {
      owing: [move('far', 'f'), move('near', 'n')],
      f: [move('farther', 'ff')],
      ff: [move('farthest', 'fff')],
      fff: [move('spin', 'fff')],
      n: [move('turn', 'm')],
      m: [move('return', 'n')],
    };
    expect(shown(states)).toEqual(['near', 'turn return']);
  });

  it('counts a step that only the bound withholds as possible, and so goes round it', () => {
    const around = {
      owing: [move('send', 'full'), move('idle', 'owing')],
      full: [move('arrive', 'owing')],
    };
    expect(shown(around, { full: [move('send more', 'fuller')] })).toBe(
      'the bound withholds a step without which what goes on is not fair',
    );
    const elsewhere = {
      owing: [move('send', 'full'), move('tick', 'tock')],
      tock: [move('tock', 'owing')],
      full: [move('arrive', 'owing')],
    };
    const withheld = { full: [move('send', 'full')] };
    expect(shown(elsewhere, withheld)).toEqual(['', 'send arrive tick tock']);
  });

  it('is not given where too many states would have to be visited', () => {
    const states = { owing: [move('a', 'p')], p: [move('b', 'q')], q: [move('c', 'owing')] };
    expect(shown(states, {}, 3)).toEqual(['', 'a b c']);
    expect(shown(states, {}, 2)).toBe('more than 2 states would have to be visited');
  });

  it('is not given where the debt can be paid', () => {
    expect(shown({ owing: [move('spin', 'owing'), delivering('done')] })).toBe(
      'what is owed can still be paid',
    );
  });

  it('is the same whenever it is asked for, and plain data', () => {
    const model = compose(silentDuplicates, worlds.crashing);
    const once = verifyExhaustively(model, atLeastOnce);
    const again = verifyExhaustively(compose(silentDuplicates, worlds.crashing), atLeastOnce);
    expect(JSON.parse(JSON.stringify(once))).toEqual(JSON.parse(JSON.stringify(again)));
    if (once.verdict !== 'violated') throw new Error('it holds');
    expect(JSON.parse(JSON.stringify(once.violation))).toEqual(once.violation);
  });
});

describe('the story of a debt', () => {
  const model = compose(silentDuplicates, { ...worlds.crashing, messages: 1 });
  const verdict = verifyExhaustively(model, atLeastOnce);
  if (verdict.verdict !== 'violated') throw new Error('it holds');
  const { trace, violation } = verdict;

  it('tells what repeats for ever, as steps numbered on', () => {
    expect(tell(model, trace, violation)).toMatchInlineSnapshot(`
      "1. the application submits m0 to sender: sender writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. receiver receives data m0 and crashes after 1 of 3 effects: writes seen – cut off: deliver m0, send ack m0   [crashed receiver]
         – too late: nothing that now happens by itself keeps the promise. For example:
      3. receiver restarts   [restarted receiver]
         – and then, again and again:
      4. retransmit fires at sender: sender sends data m0, arms retransmit
      5. receiver receives data m0 and does nothing
      ✗ at least once: m0 was accepted and is never delivered (lost in progress at a crash): things go on for ever without it"
    `);
  });

  it('says at once that it repeats where nothing comes before it', () => {
    const { path, cycle } = violation.continuation!;
    const later = { ...violation, continuation: { path: [], cycle } };
    expect(
      tell(model, [...trace, ...path], later)
        .split('\n')
        .slice(3),
    ).toMatchInlineSnapshot(`
      [
        "   – too late: nothing that now happens by itself keeps the promise. For example, again and again:",
        "4. retransmit fires at sender: sender sends data m0, arms retransmit",
        "5. receiver receives data m0 and does nothing",
        "✗ at least once: m0 was accepted and is never delivered (lost in progress at a crash): things go on for ever without it",
      ]
    `);
  });

  it('draws as a loop what repeats for ever', () => {
    expect(drawMermaid(model, trace, violation).split('\n').slice(-10).join('\n')).toMatchInlineSnapshot(`
      "  Note over receiver: ✖ crash, cut off:<br/>deliver m0<br/>send ack m0
        rect rgba(255, 0, 0, 0.12)
          Note over sender,receiver: too late: one way on from here
          Note over receiver: 3. ↻ restarts
          loop and then again and again
            Note over sender: 4. ⏱ retransmit
            sender->>receiver: 5. data m0
          end
          Note over sender,receiver: ✗ at least once: m0 was accepted and is<br/>never delivered (lost in progress at a<br/>crash): things go on for ever without it
        end"
    `);
  });

  it('says why nothing is told where nothing is', () => {
    const { continuation: _, ...untold } = { ...violation, noContinuation: 'more than 3 states' };
    expect(tell(model, trace, untold).split('\n').slice(2)).toMatchInlineSnapshot(`
      [
        "   – what then happens is not told: more than 3 states",
        "✗ at least once: m0 was accepted and is never delivered (lost in progress at a crash): things go on for ever without it",
      ]
    `);
  });

  it('leaves out a continuation that does not go on from this trace', () => {
    const { continuation: _, ...untold } = violation;
    expect(tell(model, trace.slice(0, 1), violation)).toBe(tell(model, trace.slice(0, 1), untold));
  });
});

describe('the checker of certificates', () => {
  const states = {
    start: [accepting],
    owing: [move('a', 'p'), move('x', 'q')],
    p: [move('b', 'owing')],
    q: [move('y', 'owing'), { ...move('crash', 'owing'), nature: 'fault' as const }],
  };
  const model = system(states);
  const [a, x] = states.owing.map(stepOf) as [Step, Step];
  const [b] = states.p.map(stepOf) as [Step];
  const [y, crash] = states.q.map(stepOf) as [Step, Step];
  const refuses = (continuation: Continuation<Step>) =>
    faultsIn(model, atLeastOnce, [accepting], continuation);

  it('accepts a fair cycle, wherever it begins', () => {
    expect(refuses({ path: [], cycle: [a, b, x, y] })).toEqual([]);
    expect(refuses({ path: [a], cycle: [b, x, y, a] })).toEqual([]);
  });

  it('refuses a cycle that is unfair, does not close, cannot be performed, or is no cycle at all', () => {
    expect(refuses({ path: [], cycle: [a, b] })).toEqual([`unfair to ${JSON.stringify(x)}`]);
    expect(refuses({ path: [], cycle: [a, b, x] })).toContain(
      'the cycle does not return to where it started',
    );
    expect(refuses({ path: [], cycle: [a, x, b, y] })).toContain('x is not possible where it stands');
    expect(refuses({ path: [a], cycle: [] })).toEqual(['at its dead end there is more to happen']);
  });

  it('refuses a cycle with a fault in it', () => {
    expect(refuses({ path: [], cycle: [a, b, x, y, x, crash] })).toEqual(['crash is no progress']);
  });

  it('refuses a path that pays', () => {
    const paying = system({ ...states, owing: [...states.owing, delivering('done')], done: [] });
    const certificate = { path: [delivering('done')], cycle: [] };
    expect(faultsIn(paying, atLeastOnce, [accepting], certificate)).toEqual(['what was owed is paid']);
  });
});
