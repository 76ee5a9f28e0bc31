import type { Implementation } from '../../../src/conformance/implementation.ts';
import { runnerOf, usualPatience } from '../../../src/conformance/simulation/run.ts';
import type { Point } from '../../../src/conformance/simulation/point.ts';
import { throughout } from '../../../src/conformance/simulation/sooner.ts';
import { onStage } from '../../../src/conformance/simulation/stage.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import type { World } from '../../../src/model/world.ts';

/**
 * The fewest steps that break a guarantee, if they are fewer than those known: by trying all runs, shortest
 * first, each as what it is up to there. Slow, and by another way than the shrinker's.
 *
 * @returns the number, or `known` where none is smaller, or nothing where that would take too many runs
 */
export const fewestSteps = (
  implementation: Implementation,
  world: World,
  guarantee: Guarantee,
  known: number,
  maxStates: number,
): Promise<number | undefined> =>
  onStage(implementation, { ...world, capacity: Infinity }, {}, async ({ model }) => {
    const { start, take, drain, judge } = runnerOf(model, [guarantee], usualPatience);
    const seen = new Set([model.keyOf(start.state)]);
    let level: readonly Point[] = [start];
    for (let steps = 1; steps < known; steps += 1) {
      const next: Point[] = [];
      for (const at of level) {
        for (const action of await throughout(() => model.enabled(at.state))) {
          const point = (await take(at, action))!;
          const key = model.keyOf(point.state);
          if (seen.has(key)) continue;
          seen.add(key);
          next.push(point);
          const [broken] = await judge(point, await drain(point));
          if (broken !== undefined && broken.trace.length < known) return broken.trace.length;
          if (seen.size > maxStates) return undefined;
        }
      }
      level = next;
    }
    return known;
  });
