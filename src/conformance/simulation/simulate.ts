import { shrinkingOf } from '../../counterexample/shrink.ts';
import { silenceOf } from '../../explore/conclude.ts';
import type { Coverage, Enumerated, Verdict } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import { boundOf } from '../../model/world.ts';
import type { World } from '../../model/world.ts';
import type { Implementation } from '../implementation.ts';
import type { Broken } from './judge-run.ts';
import { runnerOf, usualPatience } from './run.ts';
import { differing, searchIn } from './search.ts';
import type { Effort } from './search.ts';
import { onStage } from './stage.ts';
import type { Timing } from './timing.ts';
import { visit } from './visit.ts';
import type { VisitOptions } from './visit.ts';

/** How an implementation is to be simulated. */
export interface SimulateOptions extends Partial<Effort>, Pick<VisitOptions, 'visiting'> {}

export const usualEffort: Effort = {
  seed: 1,
  runs: 1000,
  disturbances: 2,
  maxEnumerated: 5000,
  minSteps: 20,
  maxSteps: 60,
  repeated: 3,
  past: [],
  ...usualPatience,
};

/**
 * Holds running code against a guarantee in a world of the models: the same steps, the same faults and
 * budgets, and every cut of every answer.
 *
 * Where every role shows its memory, every state is visited: the verdict is that of the exhaustive engine. Code
 * that does not show it is run: what it broke in the past first, then fairly, then disturbed in one place, then
 * in two, then at random. That finds and never proves, so it is never `holds`; and where something is owed it
 * takes for never paid what is not paid in many fair rounds without faults.
 *
 * Links have no capacity then: how far a run goes is bounded by its steps.
 *
 * @throws ImplementationError when the code is no implementation, or does not do the same when run again
 * @example
 * const verdict = await simulate(outbox, worlds.crashing, atLeastOnce);
 * verdict.verdict; // 'violated', with the trace
 */
export const simulate = async (
  implementation: Implementation,
  world: World,
  guarantee: Guarantee,
  options: SimulateOptions = {},
): Promise<Verdict> => (await simulateAll(implementation, world, [guarantee], options))[0]!;

/** The same for several guarantees, of the same runs. */
export const simulateAll = async (
  implementation: Implementation,
  world: World,
  guarantees: readonly Guarantee[],
  options: SimulateOptions = {},
): Promise<readonly Verdict[]> => {
  const effort = { ...usualEffort, ...options };
  // States are not told apart by what is known of time.
  const visiting = effort.timing === undefined ? options : { ...options, visiting: false };
  const visited = await visit(implementation, world, guarantees, visiting);
  if (visited !== undefined) return visited;
  const unbounded = { ...world, capacity: Infinity };
  const { broken, coverage } = await searchIn(implementation, unbounded, guarantees, effort);
  const verdicts: Verdict[] = [];
  for (const [number, guarantee] of guarantees.entries()) {
    const judged = {
      model: `${implementation.name} in the ${world.name} world`,
      guarantee: guarantee.name,
      engine: 'simulation',
      bound: `${boundOf(unbounded)}, ${timingInWords(effort.timing)}`,
      coverage,
    } as const;
    const found = broken[number];
    if (found === undefined) {
      verdicts.push({
        ...judged,
        verdict: 'unknown',
        reason: silenceOf(guarantee, coverage) ?? triedIn(coverage),
      });
      continue;
    }
    const { trace, violation } = await shrunk(implementation, unbounded, found, effort);
    verdicts.push({ ...judged, verdict: 'violated', violation, trace, shortest: false });
  }
  return verdicts;
};

/** Makes a run that breaks a promise as small as it can; what comes out breaks it in processes that are new. */
const shrunk = async (
  implementation: Implementation,
  world: World,
  found: Broken,
  effort: Effort,
): Promise<Broken> => {
  const examine = (trace: Broken['trace']): Promise<Broken | undefined> =>
    onStage(implementation, world, effort, ({ model }) => examined(model, trace));
  const examined = async (
    model: Parameters<typeof runnerOf>[0],
    trace: Broken['trace'],
  ): Promise<Broken | undefined> => {
    const { perform, drain, judge } = runnerOf(model, [found.guarantee], effort);
    const at = await perform(trace);
    return (await judge(at, await drain(at)))[0];
  };
  if ((await examine(found.trace)) === undefined) throw differing(implementation);
  const smallest = await onStage(implementation, world, effort, async ({ model }) => {
    const shrinking = shrinkingOf(found.trace);
    let asked = shrinking.next();
    while (!asked.done) asked = shrinking.next((await examined(model, asked.value))?.trace);
    return asked.value.actions;
  });
  const again = await examine(smallest);
  if (again === undefined) throw differing(implementation);
  return again;
};

/** What is assumed of time, in words. */
export const timingInWords = (timing: Timing | undefined): string =>
  timing === undefined
    ? 'timers fire at any time'
    : `packets take ${timing.delay.join(' to ')}, timers fire when they are due`;

/** What was tried in vain, in words. */
export const triedIn = ({ enumerated = [], runs = 0 }: Coverage): string => {
  const tried = enumerated.map(inWords);
  return `${[...tried, `${count(runs)} random runs`].join(', ')} broke nothing; runs find, they never prove`;
};

const inWords = ({ disturbances, runs, all }: Enumerated): string => {
  const kind = ['fair run', 'single disturbance', 'pair'][disturbances] ?? `set of ${disturbances}`;
  if (disturbances === 0) return 'a fair run';
  return `${all ? 'all ' : ''}${count(runs)} ${kind}s${disturbances === 1 ? ' of it' : ''}${all ? '' : ' of more'}`;
};

const count = (number: number): string => String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',');
