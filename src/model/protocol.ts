import { ProtocolError } from './errors.ts';
import type { ConnectionName, LinkName, RoleName } from './message.ts';
import type { AnyRole } from './role.ts';

/** Named roles, and the one-way links between them. It contains no fault: those belong to the world. */
export interface Protocol {
  readonly name: string;
  readonly roles: Readonly<Record<RoleName, AnyRole>>;
  readonly links: readonly LinkName[];
  /** The pairs of links that are two directions of one connection, such as that of TCP; by default none. */
  readonly connections?: readonly ConnectionName[];
}

type LinkBetween<Names extends string> = `${Names} -> ${Names}`;

/**
 * Puts roles and links together.
 *
 * @throws ProtocolError when a link names a role that does not exist, stands twice or leads to itself, when a
 * connection lacks one of its two links or stands twice, or when no role can be submitted to.
 * @example
 * const fireAndForget = protocol({
 *   name: 'fire-and-forget',
 *   roles: { sender, receiver },
 *   links: ['sender -> receiver'],
 * });
 */
export const protocol = <Roles extends Readonly<Record<string, AnyRole>>>(definition: {
  readonly name: string;
  readonly roles: Roles;
  readonly links: readonly LinkBetween<keyof Roles & string>[];
  readonly connections?: readonly ConnectionName[];
}): Protocol => {
  const { name, roles, links, connections } = definition;
  const refuse = (why: string): never => {
    throw new ProtocolError(`protocol ${JSON.stringify(name)}: ${why}`);
  };
  for (const link of links) {
    const { from, to } = endsOf(link);
    for (const end of [from, to]) {
      if (!Object.hasOwn(roles, end)) refuse(`link "${link}" names the role "${end}", which does not exist`);
    }
    if (from === to) refuse(`link "${link}" leads back to where it starts`);
    if (links.indexOf(link) !== links.lastIndexOf(link)) refuse(`link "${link}" stands twice`);
  }
  const joined = (connections ?? []).flatMap(linksOf);
  for (const link of joined) {
    if (!links.some((known) => known === link)) refuse(`a connection lacks the link "${link}"`);
    if (joined.indexOf(link) !== joined.lastIndexOf(link)) refuse(`two connections have the link "${link}"`);
  }
  if (!Object.values(roles).some((role) => role.upon.submit !== undefined)) {
    refuse('no role has a submit handler, so nothing can ever be sent');
  }
  return connections === undefined ? { name, roles, links } : { name, roles, links, connections };
};

/** Where a link starts and where it ends. */
export const endsOf = (link: LinkName): { readonly from: RoleName; readonly to: RoleName } => {
  const [from = '', to = ''] = link.split(' -> ');
  return { from, to };
};

/** The two links of a connection. */
export const linksOf = (connection: ConnectionName): readonly [LinkName, LinkName] => {
  const [one = '', other = ''] = connection.split(' <-> ');
  return [`${one} -> ${other}`, `${other} -> ${one}`];
};
