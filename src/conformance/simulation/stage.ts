import { compose } from '../../model/compose.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { World } from '../../model/world.ts';
import type { Implementation } from '../implementation.ts';
import { embody } from './embody.ts';
import type { EmbodyOptions } from './embody.ts';

/** An implementation in a world, with all that has been learnt of it; it is left with its processes stopped. */
export interface Stage {
  readonly model: WorldModel;
  readonly isVisitable: boolean;
}

/**
 * Sets an implementation in a world, and stops its processes once that is over, however it ends.
 *
 * @example
 * await onStage(implementation, worlds.lossy, {}, async ({ model }) => walk(model, dice));
 */
export const onStage = async <T>(
  implementation: Implementation,
  world: World,
  options: EmbodyOptions,
  act: (stage: Stage) => Promise<T>,
): Promise<T> => {
  const { protocol, isVisitable, close } = await embody(implementation, options);
  try {
    return await act({ model: compose(protocol, world), isVisitable });
  } finally {
    await close();
  }
};
