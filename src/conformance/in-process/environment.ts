import type { Message, Packet, RoleName } from '../../model/message.ts';

/**
 * All that code in a simulation has of the world around it. Each call is one effect, in the order of the
 * calls, and a crash can fall between any two of them. Nothing here waits for real time.
 *
 * @example
 * const start = (env: Environment) => ({
 *   submit(message: Message) {
 *     env.disk.write({ outbox: [...env.disk.read().outbox, message] });
 *     env.accept(message);
 *     env.send({ type: 'data', message });
 *   },
 * });
 */
export interface Environment<Disk extends object = any> {
  readonly role: RoleName;
  /** The roles to which a link leads from here. */
  readonly peers: readonly RoleName[];
  /** Puts a packet on the link to another role; `to` may be left out where only one link leads away. */
  send(packet: Packet & Readonly<Record<string, unknown>>, to?: RoleName): void;
  /** What survives a crash. */
  readonly disk: {
    /** What it holds now: frozen. */
    read(): Readonly<Disk>;
    /** Replaces the named fields, all of them at once. */
    write(fields: Partial<Disk>): void;
  };
  /** All effects of the calls in `work` happen, or none does. It must not wait for anything. */
  atomically(work: () => void): void;
  /**
   * Sets a timer, which fires once: then `fired` is called, or the handler `timeout` where none is given.
   * Setting a timer anew that is set changes when it fires.
   *
   * @param delay in virtual milliseconds. Timers are asynchronous unless a run is told otherwise: this one may
   * fire before others that are due earlier, and after any number of other events.
   */
  timer(name: string, delay?: number, fired?: () => unknown): void;
  cancel(name: string): void;
  /** A promise that is fulfilled by a timer. It never is when the process crashes first. */
  sleep(delay: number): Promise<void>;
  /**
   * A promise of your own that a later event is to settle, such as the answer to a request. Code may wait for
   * nothing else from one event to the next, for of anything else it could not be known whether it ever comes.
   */
  deferred<T = void>(): Deferred<T>;
  /** Virtual milliseconds. Each process has its own clock; a timer never fires before it is due by that clock. */
  now(): number;
  /** From 0 up to 1, from the seed of the run: the same in the same run, different in each incarnation. */
  random(): number;
  /** Tells the submitter: taken, from now on it is ours. What is accepted is owed. */
  accept(message: Message): void;
  /** Tells the submitter: the other side has it. */
  confirm(message: Message): void;
  /** Tells the submitter: definitely not, and never will be. */
  reject(message: Message): void;
  /** Tells the submitter: unknown. */
  abandon(message: Message): void;
  /** Hands the message to the application on this side: the effect that the outside world sees. */
  deliver(message: Message): void;
  /** Declares the message finished on this side. */
  settle(message: Message): void;
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

/** What code answers events with; an event for which it has no handler changes nothing. */
export interface Handlers {
  /** What goes on by itself from the start, such as a loop over events. */
  readonly running?: Promise<unknown>;
  /** The application hands over a message. */
  submit?(message: Message): unknown;
  /** A packet arrives. */
  receive?(packet: any, from: RoleName): unknown;
  /** A timer fires that was set without a function of its own. */
  timeout?(timer: string): unknown;
  /** The connection to another role is closed. */
  disconnect?(from: RoleName): unknown;
  /** It has just been started again, after a crash. */
  restart?(): unknown;
  /** All of its memory as plain data, where it can show it. */
  snapshot?(): unknown;
  /** Makes a memory its own that was shown before. */
  restore?(snapshot: any): unknown;
}
