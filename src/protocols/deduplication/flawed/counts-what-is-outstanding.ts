/**
 * Deduplication by the last ids, but the sender counts how many messages are under way, not how far apart.
 *
 * Two are under way at most, and two ids are remembered. While the acknowledgement of the first message is
 * lost, the second place is taken by one newer message after the other; they push the first out of the
 * receiver's record, and when it is sent again it is delivered again.
 */
import { protocol } from '../../../model/index.ts';
import { receiverThatRemembers, senderThatAllows, span, theLatest } from '../last-ids.ts';
import type { Allowance } from '../last-ids.ts';

const soMany: Allowance = (outbox) => outbox.slice(0, span);

export const countsWhatIsOutstanding = protocol({
  name: 'counts-what-is-outstanding',
  roles: { sender: senderThatAllows(soMany), receiver: receiverThatRemembers(theLatest) },
  links: ['sender -> receiver', 'receiver -> sender'],
});
