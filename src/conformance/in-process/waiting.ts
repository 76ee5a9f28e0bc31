/** What code waits for from one event to the next, and what of it is still at work. */
export interface Waiting {
  /** Whether some code waits for what a later event may bring: a timer, the next event, a promise of its own. */
  readonly isForSomething: () => boolean;
  /** How many handlers have not come to their end. */
  readonly atWork: () => number;
  /** Whether there is, or ever was, any code that goes on by itself after a handler has returned. */
  readonly isUsed: () => boolean;
  /** Follows what a handler returned. */
  readonly follow: (returned: unknown) => void;
  /** Counts one wait; call what comes back once it is over. */
  readonly begin: () => () => void;
  /** What a handler failed with since this was last asked. */
  readonly failure: () => { readonly reason: unknown } | undefined;
}

export const waiting = (): Waiting => {
  let waits = 0;
  let working = 0;
  let used = false;
  let failed: { readonly reason: unknown } | undefined;
  return {
    isForSomething: () => waits > 0,
    atWork: () => working,
    isUsed: () => used,
    follow: (returned) => {
      if (typeof (returned as { then?: unknown } | undefined)?.then !== 'function') return;
      used = true;
      working += 1;
      (returned as PromiseLike<unknown>).then(
        () => (working -= 1),
        (reason: unknown) => {
          working -= 1;
          failed ??= { reason };
        },
      );
    },
    begin: () => {
      used = true;
      waits += 1;
      let over = false;
      return () => {
        if (!over) waits -= 1;
        over = true;
      };
    },
    failure: () => {
      const failure = failed;
      failed = undefined;
      return failure;
    },
  };
};

/**
 * Lets everything run that can run without time passing: all microtasks, with those that they bring about.
 * Node runs what was put off with `nextTick` only once there is none left.
 */
export const drained = async (): Promise<void> => {
  await undefined;
  await new Promise<void>((resolve) => process.nextTick(resolve));
};

/** The same for code that puts itself off until after the events of the outside: a few rounds of them. */
export const drainedThoroughly = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
};
