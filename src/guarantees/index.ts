import { atLeastOnce } from './at-least-once.ts';
import { atMostOnce } from './at-most-once.ts';
import { confirmedMeansDelivered, honestConfirmation } from './confirmation.ts';
import { exactlyOnce } from './exactly-once.ts';
import type { Guarantee } from './guarantee.ts';
import { inOrder, strictlyInOrder } from './in-order.ts';
import { noCreation } from './no-creation.ts';

/** Every guarantee, the three of the trade first. */
export const guarantees: readonly Guarantee[] = [
  atMostOnce,
  atLeastOnce,
  exactlyOnce,
  honestConfirmation,
  confirmedMeansDelivered,
  noCreation,
  inOrder,
  strictlyInOrder,
];

export {
  atLeastOnce,
  atMostOnce,
  confirmedMeansDelivered,
  exactlyOnce,
  honestConfirmation,
  inOrder,
  noCreation,
  strictlyInOrder,
};
