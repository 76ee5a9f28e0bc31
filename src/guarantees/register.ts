import { isAboutMessage } from '../model/observation.ts';
import type { Observation } from '../model/observation.ts';
import type { MessageId } from '../model/message.ts';
import type { Guarantee, Standing } from './guarantee.ts';
import { standingAfter } from './ledger.ts';
import type { Claim } from './ledger.ts';

/** A claim and the tag (in a history: the line) of the observation that gave rise to it. */
export interface TaggedClaim<Tag> extends Claim {
  readonly tag: Tag;
}

/**
 * The accounts of one guarantee over one long history: the mutable twin of a ledger. A model needs the ledger
 * of every state it can be in; a history has one state only, the present, so here an observation changes the
 * account in place and costs the same however many came before.
 */
export interface Register<Tag> {
  readonly guarantee: Guarantee;
  readonly observe: (observation: Observation, tag: Tag) => void;
  /** What went wrong for ever, in the order in which it did, with the observation that did it. */
  readonly broken: () => readonly TaggedClaim<Tag>[];
  /** What is owed now, with the observation since which it is. */
  readonly owed: () => readonly TaggedClaim<Tag>[];
}

interface Entry<Tag> {
  readonly account: unknown;
  /** The tag of the observation since which something is owed without a break. */
  readonly since: Tag;
}

/**
 * Opens a register in which nothing was observed yet. It keeps one account for each message (or sender), so
 * it holds as many as a `Map` can: about 16 million.
 *
 * @example
 * const register = registerOf<number>(atMostOnce);
 * seen('submitted m0', 'delivered m0', 'delivered m0').forEach((observation, line) => register.observe(observation, line));
 * register.broken(); // [{ message: 'm0', clause: 'm0 is delivered twice', tag: 2 }]
 */
export const registerOf = <Tag>(guarantee: Guarantee): Register<Tag> => {
  const entries = new Map<string, Entry<Tag>>();
  const standings = standingsOf();
  const broken: TaggedClaim<Tag>[] = [];

  const claim = (key: string, clause: string, tag: Tag): TaggedClaim<Tag> =>
    guarantee.scope === 'message' ? { message: key, clause: `${key} ${clause}`, tag } : { clause, tag };

  return {
    guarantee,
    observe: (observation, tag) => {
      if (!isAboutMessage(observation)) return;
      const { type, message } = observation;
      const standing = guarantee.scope === 'sender' ? standings.observe(observation) : undefined;
      const key = guarantee.scope === 'sender' ? standing?.sender : message;
      if (key === undefined) return;
      const entry = entries.get(key);
      const before: unknown = entry === undefined ? guarantee.opening : entry.account;
      const account: unknown = guarantee.observe(before, { type, message, standing });
      if (account === before) return;
      const stillOwed = entry !== undefined && guarantee.owed?.(before) !== undefined;
      entries.set(key, { account, since: stillOwed ? entry.since : tag });
      const clause = guarantee.broken?.(account);
      if (clause !== undefined && guarantee.broken?.(before) === undefined) {
        broken.push(claim(key, clause, tag));
      }
    },
    broken: () => broken,
    owed: () =>
      [...entries].flatMap(([key, { account, since }]) => {
        const clause = guarantee.owed?.(account);
        return clause === undefined ? [] : [claim(key, clause, since)];
      }),
  };
};

/** Where each submitted message stands; `observe` answers where it stood before. */
const standingsOf = () => {
  const standings = new Map<MessageId, Standing>();
  const submissions = new Map<string, number>();
  return {
    observe: (observation: Parameters<typeof standingAfter>[1]): Standing | undefined => {
      const before = standings.get(observation.message);
      const after = standingAfter(before, observation, (sender) => submissions.get(sender) ?? 0);
      if (after !== undefined && after !== before) standings.set(observation.message, after);
      if (before === undefined && after !== undefined) submissions.set(after.sender, after.place + 1);
      return before;
    },
  };
};
