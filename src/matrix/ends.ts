import type { RoleName } from '../model/message.ts';
import { endsOf } from '../model/protocol.ts';
import type { Protocol } from '../model/protocol.ts';

/** Where the messages of a protocol come from and where they go to. */
export interface Ends {
  /** The roles that the application submits to. */
  readonly senders: readonly RoleName[];
  /** The roles at which the ways of the messages end. What stands between is neither. */
  readonly receivers: readonly RoleName[];
}

/**
 * Who sends and who receives, as the links tell it. A link leads on when it leads to a role that is farther
 * from all senders; acknowledgements lead back. A role that is reached and from which no link leads on is a
 * receiver. So are, where everybody is a sender, all who hear from one another.
 *
 * @example
 * endsOfProtocol(storeAndForward); // { senders: ['producer'], receivers: ['consumer'] }
 */
export const endsOfProtocol = ({ roles, links }: Protocol): Ends => {
  const names = Object.keys(roles);
  const ways = links.map(endsOf);
  const senders = names.filter((name) => roles[name]!.upon.submit !== undefined);
  const distance = new Map(senders.map((name) => [name, 0]));
  // Every entry that is added while this runs is visited too: breadth first.
  for (const [name, steps] of distance) {
    for (const { from, to } of ways) {
      if (from === name && !distance.has(to)) distance.set(to, steps + 1);
    }
  }
  const leadsOn = (name: RoleName): boolean =>
    ways.some(({ from, to }) => from === name && distance.get(to)! > distance.get(name)!);
  const isReached = (name: RoleName): boolean => ways.some(({ to }) => to === name);
  return {
    senders,
    receivers: names.filter((name) => distance.has(name) && isReached(name) && !leadsOn(name)),
  };
};
