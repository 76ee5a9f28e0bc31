import { verifyExhaustively } from '../../explore/exhaustive.ts';
import type { Verdict } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { WorldModel } from '../../model/compose.ts';
import { StillToCome } from '../../model/errors.ts';
import type { WorldState } from '../../model/setting.ts';
import type { World } from '../../model/world.ts';
import type { Implementation } from '../implementation.ts';
import type { EmbodyOptions } from './embody.ts';
import { throughout } from './sooner.ts';
import { onStage } from './stage.ts';

export interface VisitOptions extends EmbodyOptions {
  /** Whether all states are visited where the code shows its memory, instead of running it: they are if left out. */
  readonly visiting?: boolean;
}

/** After so many states it is left to the exhaustive engine to give up. */
const mostAsked = 200_000;

/**
 * The verdicts of the exhaustive engine upon code that shows its memory; nothing of code that does not.
 *
 * The engine cannot wait. So code that takes its time is asked everything beforehand: every state is visited
 * once, and each answer awaited. Then the engine finds all of them at hand.
 */
export const visit = (
  implementation: Implementation,
  world: World,
  guarantees: readonly Guarantee[],
  { within, visiting = true, seed = 1 }: VisitOptions,
): Promise<readonly Verdict[] | undefined> => {
  const showsAll = Object.values(implementation.roles).every(({ snapshots }) => snapshots === true);
  if (!visiting || !showsAll) return Promise.resolve(undefined);
  return onStage(implementation, world, { within, seed }, async ({ model }) => {
    const verdicts: Verdict[] = [];
    for (const guarantee of guarantees) {
      const verify = (): Verdict => verifyExhaustively(model, guarantee);
      verdicts.push(await atOnceOr(verify, () => askAll(model)));
    }
    return verdicts;
  });
};

const atOnceOr = async <T>(find: () => T, prepare: () => Promise<void>): Promise<T> => {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof StillToCome)) throw error;
    await prepare();
    return throughout(find);
  }
};

/** Visits every state, so that every answer has been asked for. */
const askAll = async (model: WorldModel): Promise<void> => {
  const known = new Set([model.keyOf(model.initial)]);
  const open: WorldState[] = [model.initial];
  for (let state = open.pop(); state !== undefined && known.size < mostAsked; state = open.pop()) {
    const at = state;
    const nexts = await throughout(() => model.enabled(at).map((action) => model.step(at, action)!.state));
    for (const next of nexts) {
      const key = model.keyOf(next);
      if (known.has(key)) continue;
      known.add(key);
      open.push(next);
    }
  }
};
