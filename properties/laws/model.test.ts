import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walks } from '../../src/fast-check/index.ts';
import { compose } from '../../src/model/compose.ts';
import { replay } from '../../src/model/trace.ts';
import { registeredModels } from './registered.ts';

describe('every protocol in every world', () => {
  it.each(registeredModels)(
    '$name: what is enabled can be done, and what cannot be done is not enabled',
    (model) => {
      fc.assert(
        fc.property(walks(model, { minSteps: 1, maxSteps: 60 }), ({ actions }) => {
          const states = [model.initial, ...replay(model, actions).map(({ state }) => state)];
          const all = states.flatMap((state) => model.enabled(state));
          for (const state of states) {
            const enabled = model.enabled(state).map((action) => JSON.stringify(action));
            expect(new Set(enabled).size).toBe(enabled.length);
            for (const action of all) {
              const isDone = model.step(state, JSON.parse(JSON.stringify(action))) !== undefined;
              expect(isDone).toBe(enabled.includes(JSON.stringify(action)));
            }
          }
        }),
        { seed: 1, numRuns: 1 },
      );
    },
  );

  it.each(registeredModels)('$name: a step is pure, and the order of what is enabled is fixed', (model) => {
    fc.assert(
      fc.property(walks(model, { minSteps: 1, maxSteps: 60 }), ({ actions }) => {
        const again = compose(model.protocol, model.world); // nothing remembered
        const first = replay(model, actions);
        const second = replay(again, structuredClone(actions));
        expect(first.length).toBe(actions.length);
        expect(second.map(({ state }) => again.keyOf(state))).toEqual(
          first.map(({ state }) => model.keyOf(state)),
        );
        expect(second.map(({ observations }) => observations)).toEqual(
          first.map(({ observations }) => observations),
        );
        for (const [index, { state }] of first.entries()) {
          expect(again.enabled(second[index]!.state)).toEqual(model.enabled(state));
        }
      }),
      { seed: 2, numRuns: 1 },
    );
  });

  it.each(registeredModels)('$name: a trace survives being a file, and the removal of any step', (model) => {
    fc.assert(
      fc.property(walks(model, { minSteps: 1, maxSteps: 40 }), fc.nat(), ({ actions }, at) => {
        const read = JSON.parse(JSON.stringify(actions)) as typeof actions;
        expect(replay(model, read).map(({ action }) => action)).toEqual(actions);
        const fewer = read.toSpliced(at % read.length, 1);
        const performed = replay(model, fewer).map(({ action }) => action);
        expect(replay(model, performed).map(({ action }) => action)).toEqual(performed);
      }),
      { seed: 3, numRuns: 2 },
    );
  });
});
