/** Waits between two looks at something, until somebody presses Ctrl-C. */
export interface Pausing {
  /** Answers whether to go on. */
  readonly wait: () => Promise<boolean>;
  readonly isInterrupted: () => boolean;
  /** Stops listening. To be called at the end. */
  readonly end: () => void;
}

/** How long it waits, in milliseconds: short enough for a person. */
const pause = 300;

export const pausing = (): Pausing => {
  let interrupted = false;
  let wake: (() => void) | undefined;
  const interrupt = (): void => {
    interrupted = true;
    wake?.();
  };
  process.on('SIGINT', interrupt);
  return {
    wait: async () => {
      if (interrupted) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      return !interrupted;
    },
    isInterrupted: () => interrupted,
    end: () => void process.off('SIGINT', interrupt),
  };
};
