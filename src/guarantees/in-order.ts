import type { MessageId } from '../model/message.ts';
import { seen } from './guarantee.ts';
import type { Guarantee, Sighting } from './guarantee.ts';

interface Account {
  /** The latest submission of this sender that has been delivered. */
  readonly latest: { readonly message: MessageId; readonly place: number } | null;
  /** The message that came after a later one, once there is one. */
  readonly overtaken: MessageId | null;
}

const opening: Account = { latest: null, overtaken: null };

/**
 * An abandoned message is left out: its sender does not know whether it was sent, so it may arrive whenever
 * it does.
 */
const keepsOrder =
  (counts: (sighting: Sighting) => boolean) =>
  (account: Account, sighting: Sighting): Account => {
    const { message, standing } = sighting;
    if (sighting.type !== 'delivered' || standing === undefined || standing.abandoned) return account;
    if (account.overtaken !== null || !counts(sighting)) return account;
    const { latest } = account;
    if (latest === null || latest.place <= standing.place) {
      return { ...account, latest: { message, place: standing.place } };
    }
    return { ...account, overtaken: message };
  };

const told = ({ overtaken, latest }: Account): string | undefined =>
  overtaken === null
    ? undefined
    : `${overtaken} is delivered after ${latest?.message}, which was submitted later`;

/**
 * In order: a message is not delivered for the first time after a later one of the same sender. Messages may
 * be missing and may come again. Orthogonal to how often, so it is asked for beside it.
 */
export const inOrder: Guarantee<Account> = {
  name: 'in order',
  sentence: 'Messages of one sender are first delivered in the order in which they were submitted.',
  formula: '□ ∀i<j of one sender: first delivered(mᵢ) is not after first delivered(mⱼ)',
  scope: 'sender',
  opening,
  observe: keepsOrder(({ standing }) => standing?.delivered === false),
  broken: told,
  needs: ['delivered'],
  needsMessages: 2,
  accepts: [
    seen('submitted m0', 'submitted m1', 'delivered m0', 'delivered m1'),
    seen('submitted m0', 'submitted m1', 'delivered m1'),
    seen('submitted m0', 'submitted m1', 'delivered m0', 'delivered m1', 'delivered m0'),
  ],
  refuses: [seen('submitted m0', 'submitted m1', 'delivered m1', 'delivered m0')],
};

/** Strictly in order: no delivery at all, not even a repeated one, comes after that of a later message. */
export const strictlyInOrder: Guarantee<Account> = {
  name: 'strictly in order',
  sentence: 'No message is delivered, first or again, after a later one of the same sender.',
  formula: '□ ∀i<j of one sender: no delivered(mᵢ) after a delivered(mⱼ)',
  scope: 'sender',
  opening,
  observe: keepsOrder(() => true),
  broken: told,
  needs: ['delivered'],
  needsMessages: 2,
  accepts: [
    seen('submitted m0', 'submitted m1', 'delivered m0', 'delivered m0', 'delivered m1'),
    seen('submitted m0', 'submitted m1', 'delivered m1'),
  ],
  refuses: [
    seen('submitted m0', 'submitted m1', 'delivered m1', 'delivered m0'),
    seen('submitted m0', 'submitted m1', 'delivered m0', 'delivered m1', 'delivered m0'),
  ],
};
