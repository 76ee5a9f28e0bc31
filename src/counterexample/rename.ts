import type { MessageId } from '../model/message.ts';
import { renamed, submittedIn } from '../model/naming.ts';

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

/** Whether a message's id stands anywhere in plain data. */
const mentions = (value: unknown, id: MessageId): boolean =>
  value === id ||
  (typeof value === 'object' && value !== null && Object.values(value).some((part) => mentions(part, id)));
