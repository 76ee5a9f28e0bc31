import type { MessageId } from './message.ts';

/** The id of the message that an action hands over, wholly or until a crash cuts it off; or nothing. */
export const submissionIn = (action: { readonly type: string }): MessageId | undefined => {
  const { event = action } = action as { readonly event?: unknown };
  const { type, message } = (event ?? {}) as { type?: unknown; message?: { id?: unknown } | null };
  return type === 'submit' && typeof message?.id === 'string' ? message.id : undefined;
};

/** The ids of the messages, in the order in which they were submitted. */
export const submittedIn = (actions: readonly { readonly type: string }[]): readonly MessageId[] => [
  ...new Set(actions.map(submissionIn).filter((id) => id !== undefined)),
];

/** Plain data with some ids replaced by others, wherever they stand, as values or as keys. */
export const renamed = <T>(value: T, names: ReadonlyMap<MessageId, MessageId>): T => {
  if (typeof value === 'string') return (names.get(value) ?? value) as T;
  if (Array.isArray(value)) return value.map((item) => renamed(item, names)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value; // no plain data: not ours to change
  const fields = Object.entries(value).map(([key, part]) => [names.get(key) ?? key, renamed(part, names)]);
  return Object.fromEntries(fields) as T;
};
