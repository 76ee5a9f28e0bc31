/**
 * Consume, transform, produce in transactions, but nobody is fenced off: each instance has a transactional id
 * of its own, say one made of the name of its host.
 *
 * Then the zombie is to the broker just another producer, whose transaction is as good as any: sequence numbers
 * tell apart the retries of one producer, and not the work of two. The same input is turned into two outputs.
 */
import { protocol } from '../../../model/index.ts';
import { brokerThat, instance } from '../consume-transform-produce.ts';

export const unfencedZombie = protocol({
  name: 'unfenced-zombie',
  roles: { broker: brokerThat({ fences: false }), first: instance, second: instance },
  links: ['broker -> first', 'first -> broker', 'broker -> second', 'second -> broker'],
});
