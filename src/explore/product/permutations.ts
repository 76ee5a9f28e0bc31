import type { MessageId } from '../../model/message.ts';
import { messageNumber } from '../../model/answering.ts';

/** Another name for each message that gets one. */
export type Renaming = ReadonlyMap<MessageId, MessageId>;

/** With more messages there are so many permutations that they cost more than they save. */
const mostMessages = 4;

/**
 * All ways to exchange the names of the first messages, other than to leave them as they are, ordered by the
 * last message that is renamed: the first `2! - 1` concern two messages, the first `3! - 1` three …
 */
export const permutationsOf = (messages: number): readonly Renaming[] => {
  const count = Math.min(messages, mostMessages);
  const orders = arrangements([...Array(count).keys()]);
  return orders
    .filter((order) => lastMoved(order) >= 0)
    .toSorted((a, b) => lastMoved(a) - lastMoved(b))
    .map((order) => new Map(order.map((to, from) => [messageNumber(from).id, messageNumber(to).id])));
};

const lastMoved = (order: readonly number[]): number => order.findLastIndex((to, from) => to !== from);

const arrangements = (items: readonly number[]): readonly (readonly number[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        arrangements(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );

/** How many of them concern only so many messages. */
export const concerning = (messages: number): number => {
  let factorial = 1;
  for (let factor = 2; factor <= Math.min(messages, mostMessages); factor += 1) factorial *= factor;
  return factorial - 1;
};
