import type { Guarantee, Sighting } from '../guarantees/guarantee.ts';
import type { MessageId } from '../model/message.ts';
import type { MessageObservationType } from '../model/observation.ts';

/** Something that may happen, and of which one would like to see how. */
export interface Witness {
  readonly name: string;
  /** When it has happened, as a clause: "every message is delivered". */
  readonly clause: string;
  /** The promise that it never happens, where so many messages are submitted: what breaks it is the witness. */
  readonly never: (messages: number) => Guarantee;
}

/** A promise is broken by an account; the rest of it does not matter to a search. */
const never = <Account>(
  name: string,
  scope: Guarantee['scope'],
  opening: Account,
  observe: (account: Account, sighting: Sighting) => Account,
  happened: (account: Account) => boolean,
): Guarantee<Account> => ({
  name: `never ${name}`,
  sentence: `It never happens: ${name}.`,
  formula: `□ ¬ ${name}`,
  scope,
  opening,
  observe,
  broken: (account) => (happened(account) ? name : undefined),
  needs: [],
  accepts: [],
  refuses: [],
});

/**
 * All messages of the world come to each of these. A role that submits keeps an account of its own: where
 * several roles may submit, it is a behaviour in which one of them submits all.
 */
const all = (name: string, clause: string, types: readonly MessageObservationType[]): Witness => ({
  name,
  clause,
  never: (messages) =>
    never<readonly string[]>(
      name,
      'sender',
      [],
      (account, { type, message }) => {
        const entry = `${type} ${message}`;
        if (!types.includes(type) || account.includes(entry)) return account;
        return [...account, entry].sort();
      },
      (account) => account.length === messages * types.length,
    ),
});

/** To some message these happen, in this order. */
const some = (name: string, clause: string, order: readonly MessageObservationType[]): Witness => ({
  name,
  clause,
  never: () =>
    never<number>(
      name,
      'message',
      0,
      (account, { type }) => (type === order[account] ? account + 1 : account),
      (account) => account === order.length,
    ),
});

/** A message is confirmed and has not been delivered until then, but is later. */
const confirmedFirst: Witness = {
  name: 'confirmed before delivered',
  clause: 'a message is confirmed first and delivered later',
  never: () =>
    never<'neither' | 'delivered' | 'confirmed' | 'both'>(
      'confirmed before delivered',
      'message',
      'neither',
      (account, { type }) => {
        if (account === 'neither' && (type === 'delivered' || type === 'confirmed')) return type;
        return account === 'confirmed' && type === 'delivered' ? 'both' : account;
      },
      (account) => account === 'both',
    ),
};

interface Places {
  /** The latest submission of which anything was delivered; -1 before. */
  readonly latest: number;
  readonly overtaken: readonly MessageId[];
}

const outOfOrder: Witness = {
  name: 'delivered out of order',
  clause: 'a message is first delivered after one submitted later',
  never: () => ({
    ...never<Places>(
      'delivered out of order',
      'sender',
      { latest: -1, overtaken: [] },
      (account, { type, message, standing }) => {
        if (type !== 'delivered' || standing === undefined || standing.delivered) return account;
        if (standing.place > account.latest) return { ...account, latest: standing.place };
        return { ...account, overtaken: [...account.overtaken, message].sort() };
      },
      ({ overtaken }) => overtaken.length > 0,
    ),
    needsMessages: 2,
  }),
};

/** What `onceproof show` can show, what right looks like first. */
export const witnesses: readonly Witness[] = [
  all('all delivered', 'every message is delivered', ['delivered']),
  all('all confirmed', 'every message is confirmed', ['confirmed']),
  all('all delivered and confirmed', 'every message is delivered and confirmed', ['delivered', 'confirmed']),
  all('all settled', 'every message is settled', ['settled']),
  some('delivered twice', 'a message is delivered twice', ['delivered', 'delivered']),
  some('abandoned', 'a message is abandoned', ['abandoned']),
  some('delivered after abandoned', 'a message is abandoned and delivered all the same', [
    'abandoned',
    'delivered',
  ]),
  confirmedFirst,
  outOfOrder,
];
