import type { MessageId } from '../model/message.ts';
import type { MessageObservation, MessageObservationType, Observation } from '../model/observation.ts';

/**
 * A promise about what the outside can observe. It is a small machine with one account for each message (or
 * each sender), so the same definition judges a model in every reachable state, a random walk, an
 * implementation, and a recorded history of any length.
 */
export interface Guarantee<Account = any> {
  readonly name: string;
  /** The promise in one sentence. */
  readonly sentence: string;
  /** The promise as a formula: □ always, ◇ in the end, ↝ leads to, ⇒ implies, |·| how often. */
  readonly formula: string;
  /** Whether an account is kept for each message or for each process that submits. */
  readonly scope: 'message' | 'sender';
  /** The account before anything was observed. Plain data, like every account. */
  readonly opening: Account;
  /** The account after one more observation: the very same one where nothing changes. Pure and total. */
  readonly observe: (account: Account, sighting: Sighting) => Account;
  /** What has gone wrong for ever, if anything: the safety part. */
  readonly broken?: (account: Account) => string | undefined;
  /** What must still happen, if anything: the liveness part. A debt may yet be paid. */
  readonly owed?: (account: Account) => string | undefined;
  /** The promises that it makes at once, if it is made of others; its account is then a list of theirs. */
  readonly parts?: readonly Guarantee[];
  /** What must have been observed at least once for "holds" to say anything. */
  readonly needs: readonly MessageObservationType[];
  /** How many messages must have been submitted in one run for "holds" to say anything; 1 unless told. */
  readonly needsMessages?: number;
  /** The smallest complete histories that keep the promise. */
  readonly accepts: readonly (readonly Observation[])[];
  /** The smallest complete histories that break it. */
  readonly refuses: readonly (readonly Observation[])[];
}

/** An observation about a message, and what was known of that message before it. */
export interface Sighting {
  readonly type: MessageObservationType;
  readonly message: MessageId;
  /** Only where the scope is the sender: where the message stands among its sender's submissions. */
  readonly standing?: Standing | undefined;
}

export interface Standing {
  readonly sender: string;
  /** The how-manieth submission of its sender it was, from 0. */
  readonly place: number;
  readonly delivered: boolean;
  readonly abandoned: boolean;
}

/** Both promises at once. */
export const both = <First, Second>(
  words: Pick<Guarantee, 'name' | 'sentence' | 'formula' | 'accepts' | 'refuses'>,
  first: Guarantee<First>,
  second: Guarantee<Second>,
): Guarantee<readonly [First, Second]> => ({
  ...words,
  scope: first.scope,
  opening: [first.opening, second.opening],
  observe: (account, sighting) => {
    const [a, b] = account;
    const next = [first.observe(a, sighting), second.observe(b, sighting)] as const;
    return next[0] === a && next[1] === b ? account : next;
  },
  broken: ([a, b]) => first.broken?.(a) ?? second.broken?.(b),
  owed: ([a, b]) => first.owed?.(a) ?? second.owed?.(b),
  parts: [first, second],
  needs: [...new Set([...first.needs, ...second.needs])],
});

/** A history in short: `seen('submitted m0', 'delivered m0')`. What a sender observes is the sender's. */
export const seen = (
  ...observations: readonly `${MessageObservationType} ${MessageId}`[]
): readonly MessageObservation[] =>
  observations.map((words) => {
    const [type, message] = words.split(' ') as [MessageObservationType, MessageId];
    return { type, message, process: type === 'delivered' || type === 'settled' ? 'receiver' : 'sender' };
  });
