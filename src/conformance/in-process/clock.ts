/** How far the clock of one incarnation is behind that of the next: an hour. */
const betweenStarts = 3_600_000;

/** The clock of one process, in virtual milliseconds: it goes on with every event, and with nothing else. */
export interface Clock {
  readonly now: () => number;
  /** Something happens to the process: its next event, or one of its timers, which is due by then. */
  readonly advance: (timer: string | undefined) => void;
  readonly set: (timer: string, delay: number) => void;
}

export const clockOf = (incarnation: number): Clock => {
  let now = incarnation * betweenStarts;
  const due = new Map<string, number>();
  return {
    now: () => now,
    advance: (timer) => {
      now = Math.max(now + 1, timer === undefined ? 0 : (due.get(timer) ?? 0));
    },
    set: (timer, delay) => due.set(timer, now + delay),
  };
};
