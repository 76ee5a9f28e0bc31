/**
 * Stenning's protocol, but the numbers wrap around after three.
 *
 * On a link that keeps order two numbers would do. On a link that reorders no number of them does: a copy
 * that was held up until its number comes round again is taken for the new message. The bound on the headers
 * only decides how long the link must wait. What TCP does about it is outside the header: a packet has a
 * bounded lifetime, and a number is not used again before it has passed.
 */
import { protocol } from '../../../model/index.ts';
import { receiverThatCounts, senderThatCounts } from '../stenning.ts';

const modulus = 3;
const next = (number: number) => (number + 1) % modulus;

export const wrappedNumbers = protocol({
  name: 'wrapped-numbers',
  roles: { sender: senderThatCounts(next), receiver: receiverThatCounts(next) },
  links: ['sender -> receiver', 'receiver -> sender'],
});
