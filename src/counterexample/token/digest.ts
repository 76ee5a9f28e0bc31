import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { Effect } from '../../model/effect.ts';
import { textOf } from '../../model/plain.ts';
import { placeOf } from '../../model/place.ts';
import { answer } from '../../model/process.ts';
import type { Event } from '../../model/role.ts';
import type { WorldState } from '../../model/setting.ts';
import { replay } from '../../model/trace.ts';
import { checksumOf } from './checksum.ts';

/**
 * Tells whether a trace still means what it meant: a checksum of what happens in it. For each step, in
 * order, it covers exactly
 *
 * - the action, with everything that it is about;
 * - the effects with which the role answers it, all of them and in order, those cut off as well;
 * - what is observed.
 *
 * It covers nothing else: not the name of the protocol, not the world (which says what is possible, and not
 * what it comes to), not what a role would answer in any other state. So a change of the protocol that the
 * trace does not meet leaves the digest as it is, and any that it meets shows, but for one in 2³².
 *
 * @example
 * digestOf(model, trace) === digestOf(compose(renamed, model.world), trace); // true
 */
export const digestOf = (model: WorldModel, trace: readonly Action[]): string =>
  checksumOf(
    replay(model, trace)
      .map(({ before, action, observations }) =>
        textOf({ action, effects: effectsIn(model, before, action), observations }),
      )
      .join('\n'),
  );

/** The effects with which a role answers; links have none. */
const effectsIn = (
  { protocol, world }: WorldModel,
  before: WorldState,
  action: Action,
): readonly Effect[] => {
  if (!('role' in action)) return [];
  const { role, ...rest } = action;
  const event = 'cut' in action ? action.event : (rest as Event);
  const process = before.processes[Object.keys(protocol.roles).indexOf(role)]!;
  return answer(placeOf(protocol, role, world.clock), process, event);
};
