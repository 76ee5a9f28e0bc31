/**
 * Reliable delivery, but a producer that is started again has the address of its predecessor.
 *
 * Its numbers start again, too. The consumer takes its first message for one that it has had, and what the
 * consumer had acknowledged of the predecessor now confirms a message of the successor. Lost, without a word.
 */
import { protocol } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { consumer } from '../consumer-controller.ts';
import { producer as right } from '../reliable-delivery.ts';
import type { Producer } from '../reliable-delivery.ts';

const producer: Role<Producer> = {
  ...right,
  upon: { ...right.upon, restart: () => [] },
};

export const addressUsedAgain = protocol({
  name: 'address-used-again',
  roles: { producer, consumer },
  links: ['producer -> consumer', 'consumer -> producer'],
});
