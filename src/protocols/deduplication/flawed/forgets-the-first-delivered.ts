/**
 * Deduplication by the last ids, but the receiver forgets them in the order in which it delivered them.
 *
 * It is what a queue of recent ids does. The first message was lost, so the second is delivered before it.
 * Then come the first, sent again, and once that is acknowledged a third; the second is forgotten while its
 * own acknowledgement is not yet there, and is delivered again.
 */
import { protocol } from '../../../model/index.ts';
import { receiverThatRemembers, senderThatAllows, span, withinTheSpan } from '../last-ids.ts';
import type { Memory } from '../last-ids.ts';

const theLastDelivered: Memory = (seen) => seen.slice(-span);

export const forgetsTheFirstDelivered = protocol({
  name: 'forgets-the-first-delivered',
  roles: { sender: senderThatAllows(withinTheSpan), receiver: receiverThatRemembers(theLastDelivered) },
  links: ['sender -> receiver', 'receiver -> sender'],
});
