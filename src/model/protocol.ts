import { ProtocolError } from './errors.ts';
import type { LinkName, RoleName } from './message.ts';
import type { AnyRole } from './role.ts';

/** Named roles, and the one-way links between them. It contains no fault: those belong to the world. */
export interface Protocol {
  readonly name: string;
  readonly roles: Readonly<Record<RoleName, AnyRole>>;
  readonly links: readonly LinkName[];
}

type LinkBetween<Names extends string> = `${Names} -> ${Names}`;

/**
 * Puts roles and links together.
 *
 * @throws ProtocolError when a link names a role that does not exist, stands twice or leads to itself, or
 * when no role can be submitted to.
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
}): Protocol => {
  const { name, roles, links } = definition;
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
  if (!Object.values(roles).some((role) => role.upon.submit !== undefined)) {
    refuse('no role has a submit handler, so nothing can ever be sent');
  }
  return { name, roles, links };
};

/** Where a link starts and where it ends. */
export const endsOf = (link: LinkName): { readonly from: RoleName; readonly to: RoleName } => {
  const [from = '', to = ''] = link.split(' -> ');
  return { from, to };
};
