/**
 * Kafka's transactions before KIP-890: the epoch is raised only when a producer initialises its transactional
 * id (KIP-98), so all transactions of one session have the same.
 *
 * Here an abort that was sent twice ends two transactions: the second copy arrives when the next one has
 * appended its output and has yet to add its offset. The output is dropped; then the offset is added and
 * committed with nothing, and the input counts as processed. It breaks at most once as well: the Produce of the
 * aborted transaction arrives late, in the next one, and is committed with it, beside the output of the second
 * try (`onceproof verify epoch-per-session --world reordering --guarantee at-most-once`).
 *
 * In worlds with crashes it is worse off here than Kafka was, which raises the epoch when the worker comes back.
 */
import { protocol } from '../../../model/index.ts';
import { worker } from '../epoch-per-transaction.ts';
import { brokerWith } from '../transaction-log.ts';

export const epochPerSession = protocol({
  name: 'epoch-per-session',
  roles: { broker: brokerWith({ per: 'session' }), worker },
  links: ['broker -> worker', 'worker -> broker'],
});
