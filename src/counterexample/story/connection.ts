import type { Answered, CutShort } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import { closing, isClosing } from '../../model/link.ts';
import type { LinkName } from '../../model/message.ts';
import { endsOf } from '../../model/protocol.ts';
import type { Event } from '../../model/role.ts';
import { replaced } from '../../model/setting.ts';
import type { WorldState } from '../../model/setting.ts';
import type { Airspace, Flight } from './flight.ts';

/** The state once a role knows that what comes on a link comes on a connection that is closed. */
export const informed = ({ setting }: WorldModel, before: WorldState, link: LinkName): WorldState => {
  const index = setting.links.indexOf(link);
  const content = setting.channel.take(before.links[index]!, setting.packets.intern(closing));
  return { ...before, links: replaced(before.links, index, content) };
};

/** What nobody reads any more: the rest of a connection of which its end learns that it is closed, or all. */
export const droppedIn = (
  { setting, world }: WorldModel,
  sky: Airspace,
  action: Answered | CutShort,
  event: Event,
  before: WorldState,
  number: number,
): readonly Flight[] => {
  if (world.links === 'bag') return [];
  if (action.type === 'crash') {
    return setting.links.flatMap((link, index) =>
      setting.opposite[index]! >= 0 && endsOf(link).to === action.role
        ? sky.drop(link, Infinity, number)
        : [],
    );
  }
  if (event.type !== 'disconnect') return [];
  const link: LinkName = `${event.from} -> ${action.role}`;
  return sky.drop(link, before.links[setting.links.indexOf(link)]!.findIndex(isClosing), number);
};
