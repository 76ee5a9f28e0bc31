import type { RoleName } from '../../model/message.ts';
import { frozenCopy } from '../../model/plain.ts';
import { ImplementationError } from '../implementation.ts';
import type { Circumstances, Implementation, Instance } from '../implementation.ts';
import { isLater } from './sooner.ts';
import type { Sooner } from './sooner.ts';

/** The processes of one role that exist at the moment, each waiting where it stands until it is wanted again. */
export interface Processes {
  /** Starts a process; what goes wrong with it is the implementation's fault. */
  readonly start: (disk: object, incarnation: number) => Sooner<Instance>;
  /** Leaves a process where it stands. The longest unwanted one is stopped where there are too many. */
  readonly leave: (place: string, instance: Instance) => void;
  /** Takes the process that stands there, if one does. */
  readonly take: (place: string) => Instance | undefined;
  /** Takes any process, wherever it stands. */
  readonly takeAny: () => Instance | undefined;
  readonly stopAll: () => Sooner<void>;
}

export const processesOf = (
  implementation: Implementation,
  role: RoleName,
  { seed, peers }: Pick<Circumstances, 'seed' | 'peers'>,
): Processes => {
  const { processes: most = 16 } = implementation;
  const waiting = new Map<string, Instance>();
  const stopping = new Set<Promise<unknown>>();
  const stop = (instance: Instance): void => {
    const stopped = instance.stop();
    if (!isLater(stopped)) return;
    stopping.add(stopped);
    // Whoever stops all of them hears of what went wrong.
    stopped.then(
      () => stopping.delete(stopped),
      () => undefined,
    );
  };
  const take = (place: string): Instance | undefined => {
    const instance = waiting.get(place);
    waiting.delete(place);
    return instance;
  };
  return {
    start: (disk, incarnation) =>
      guarded(role, 'cannot be started', () =>
        implementation.start(role, {
          disk: frozenCopy(disk),
          seed: mixed(seed, role, incarnation),
          incarnation,
          peers,
        }),
      ),
    leave: (place, instance) => {
      const before = take(place);
      if (before !== undefined) stop(before);
      waiting.set(place, instance);
      const oldest = waiting.size > most ? waiting.keys().next() : undefined;
      if (oldest !== undefined && !oldest.done) stop(take(oldest.value)!);
    },
    take,
    takeAny: () => {
      const first = waiting.keys().next();
      return first.done ? undefined : take(first.value);
    },
    stopAll: () => {
      for (const instance of waiting.values()) stop(instance);
      waiting.clear();
      return stopping.size === 0 ? undefined : Promise.all(stopping).then(() => undefined);
    },
  };
};

/** Whatever running code throws is its own fault, and is told as such. */
export const guarded = <T>(role: RoleName, what: string, ask: () => Sooner<T>): Sooner<T> => {
  const complain = (error: unknown): never => {
    if (error instanceof ImplementationError) throw error;
    throw new ImplementationError(
      role,
      `${what}: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  };
  try {
    const answered = ask();
    return isLater(answered) ? answered.catch(complain) : answered;
  } catch (error) {
    return complain(error);
  }
};

/** A seed of each role in each incarnation, so that no two of them draw the same numbers. */
const mixed = (seed: number, role: RoleName, incarnation: number): number => {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ incarnation;
  for (const letter of role) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
};
