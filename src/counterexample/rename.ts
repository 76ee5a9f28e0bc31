import type { MessageId } from '../model/message.ts';

/**
 * Each list without one of its messages: without its submission and everything that names it, and with the
 * later messages renamed as if it had never been submitted.
 */
export function* withoutMessage<Action extends { readonly type: string }>(
  actions: readonly Action[],
): Generator<readonly Action[]> {
  const ids = submittedIn(actions);
  for (const [index, id] of ids.entries()) {
    // The next id takes the place of this one, the one after it the place of the next, and so on.
    const names = new Map(ids.slice(index + 1).map((later, offset) => [later, ids[index + offset]!]));
    yield actions.filter((action) => !mentions(action, id)).map((action) => renamed(action, names));
  }
}

/** The ids of the messages, in the order in which they were submitted. */
export const submittedIn = (actions: readonly { readonly type: string }[]): readonly MessageId[] => [
  ...new Set(
    actions.flatMap((action) => {
      const { type, event = action } = action as {
        type: string;
        event?: { type: string; message?: unknown };
      };
      const message = (event as { message?: { id?: unknown } }).message;
      const submits = type === 'submit' || (type === 'crash' && event.type === 'submit');
      return submits && typeof message?.id === 'string' ? [message.id] : [];
    }),
  ),
];

/** Whether a message's id stands anywhere in plain data. */
const mentions = (value: unknown, id: MessageId): boolean =>
  value === id ||
  (typeof value === 'object' && value !== null && Object.values(value).some((part) => mentions(part, id)));

/** Plain data with some ids replaced by others, wherever they stand. */
const renamed = <T>(value: T, names: ReadonlyMap<MessageId, MessageId>): T => {
  if (typeof value === 'string') return (names.get(value) ?? value) as T;
  if (Array.isArray(value)) return value.map((item) => renamed(item, names)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, renamed(part, names)])) as T;
};
