import type { Effect } from '../../model/effect.ts';
import type { RoleName } from '../../model/message.ts';
import { plainCopy } from '../../model/plain.ts';
import { ImplementationError } from '../implementation.ts';
import type { AskedEvent, Circumstances } from '../implementation.ts';
import { clockOf } from './clock.ts';
import type { Deferred, Environment } from './environment.ts';
import { randomOf } from './random.ts';
import { waiting } from './waiting.ts';

/** More effects than any answer has: code that sends for ever would never come back. */
const mostEffects = 10_000;

/** The life of one process: what it did in answer to the present event, and what it waits for. */
export interface Session {
  readonly env: Environment;
  readonly waits: ReturnType<typeof waiting>;
  /** From here on calls are effects of this answer. */
  readonly open: (event: AskedEvent | undefined) => void;
  /** What was done since. From here on nothing may be done. */
  readonly close: () => readonly Effect[];
  /** What is to be called for a timer, if it was set with a function of its own. */
  readonly firedBy: (timer: string) => (() => unknown) | undefined;
  readonly stop: () => void;
  /** Starts from another disk, with no timer of its own. */
  readonly resume: (disk: object) => void;
  /** What it did when nothing had happened: the fault of an adapter. */
  readonly trespass: () => string | undefined;
}

export const sessionOf = (role: RoleName, circumstances: Circumstances, showsMemory: boolean): Session => {
  const { seed, incarnation, peers } = circumstances;
  let disk = circumstances.disk;
  let effects: Effect[] | undefined;
  let parts: Effect[] | undefined;
  let stopped = false;
  let trespass: string | undefined;
  const callbacks = new Map<string, () => unknown>();
  const clock = clockOf(incarnation);
  const random = randomOf(seed);
  const waits = waiting();

  const perform = (effect: Effect): void => {
    if (stopped) return; // it has crashed: whatever it still does has no consequences
    if (effects === undefined) {
      trespass ??= `does a ${effect.type} when nothing has happened to it: it went on after its answer, driven by a real timer or by input and output. Use the timers and promises of its surroundings`;
      return;
    }
    if (effects.length >= mostEffects)
      throw new ImplementationError(role, `does more than ${mostEffects} things in answer to one event`);
    (parts ?? effects).push(kept(role, effect));
  };
  const hides = (what: string): void => {
    if (showsMemory)
      throw new ImplementationError(role, `asks for ${what}, which is no part of the snapshot that it shows`);
  };
  const tell = (type: Effect['type']) => (message: unknown) => perform({ type, message } as Effect);
  const arm = (timer: string, delay: number | undefined): void =>
    perform(delay === undefined ? { type: 'arm', timer } : { type: 'arm', timer, delay });

  const env: Environment = {
    role,
    peers,
    send: (packet, to) => perform(to === undefined ? { type: 'send', packet } : { type: 'send', packet, to }),
    disk: {
      read: () => disk,
      write: (fields) => {
        const written = plainCopy(fields, 'write');
        perform({ type: 'write', disk: written });
        disk = Object.freeze({ ...disk, ...written });
      },
    },
    atomically: (work) => {
      if (parts !== undefined) return work(); // all or none of what is around it
      const together: Effect[] = [];
      const before = disk;
      let isThrough = false;
      parts = together;
      try {
        const returned: unknown = work();
        if (typeof (returned as { then?: unknown } | undefined)?.then === 'function')
          throw new ImplementationError(role, 'waits for something inside of atomically');
        isThrough = true;
      } finally {
        parts = undefined;
        if (!isThrough) disk = before;
      }
      perform({ type: 'atomically', effects: together });
    },
    timer: (timer, delay, fired) => {
      if (fired !== undefined) hides('a function to be called later');
      arm(timer, delay);
      clock.set(timer, delay ?? 0);
      if (fired === undefined) callbacks.delete(timer);
      else callbacks.set(timer, fired);
    },
    cancel: (timer) => {
      perform({ type: 'disarm', timer });
      callbacks.delete(timer);
    },
    sleep: (delay) => {
      hides('a promise of time');
      let number = 0;
      while (callbacks.has(`sleep ${number}`)) number += 1;
      const { promise, resolve } = deferred<void>(waits.begin);
      env.timer(`sleep ${number}`, delay, resolve);
      return promise;
    },
    deferred: () => {
      hides('a promise');
      return deferred(waits.begin);
    },
    now: () => {
      hides('the time');
      return clock.now();
    },
    random: () => {
      hides('chance');
      return random();
    },
    accept: tell('accept'),
    confirm: tell('confirm'),
    reject: tell('reject'),
    abandon: tell('abandon'),
    deliver: tell('deliver'),
    settle: tell('settle'),
  };

  return {
    env,
    waits,
    open: (event) => {
      effects = [];
      if (event !== undefined) clock.advance(event.type === 'timeout' ? event.timer : undefined);
    },
    close: () => {
      const done = Object.freeze(effects ?? []);
      effects = undefined;
      return done as readonly Effect[];
    },
    firedBy: (timer) => {
      const fired = callbacks.get(timer);
      callbacks.delete(timer);
      return fired;
    },
    stop: () => {
      stopped = true;
    },
    resume: (held) => {
      disk = held;
    },
    trespass: () => trespass,
  };
};

/** What it did is what it said at that moment: it may change the object afterwards. */
const kept = (role: RoleName, effect: Effect): Effect => {
  try {
    return plainCopy(effect, effect.type);
  } catch (error) {
    throw new ImplementationError(
      role,
      `does a ${effect.type} of what is not plain data: ${(error as Error).message}`,
      error,
    );
  }
};

const deferred = <T>(begin: () => () => void): Deferred<T> => {
  const over = begin();
  let settle: Omit<Deferred<T>, 'promise'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = {
      resolve: (value) => {
        over();
        resolve(value);
      },
      reject: (reason) => {
        over();
        reject(reason as Error);
      },
    };
  });
  return { promise, ...settle! };
};
