import type { Effect } from './effect.ts';
import type { Message, Packet, RoleName } from './message.ts';

/** What distinguishes one role from another, as types: what it keeps, what it says and what it hears. */
export interface RoleShape {
  readonly disk?: object;
  readonly memory?: object;
  readonly sends?: Packet;
  readonly receives?: Packet;
  readonly timer?: string;
  /** Whether it reads a clock. */
  readonly clock?: true;
}

type Field<Shape extends RoleShape, Name extends keyof RoleShape, Otherwise> =
  Shape extends Record<Name, infer Type> ? Type : Otherwise;
type Nothing = Readonly<Record<never, never>>;

export type DiskOf<Shape extends RoleShape> = Field<Shape, 'disk', Nothing>;
export type MemoryOf<Shape extends RoleShape> = Field<Shape, 'memory', Nothing>;
export type SendsOf<Shape extends RoleShape> = Field<Shape, 'sends', never>;
export type ReceivesOf<Shape extends RoleShape> = Field<Shape, 'receives', never>;
export type TimerOf<Shape extends RoleShape> = Field<Shape, 'timer', never>;

/** What a role sees when it answers: itself, and nothing else of the world. */
export interface State<Shape extends RoleShape> {
  readonly disk: DiskOf<Shape>;
  readonly memory: MemoryOf<Shape>;
  /** Its own clock, in ticks since the beginning, where it has one: it goes on through crashes. */
  readonly now: Shape extends { clock: true } ? number : never;
}

/** The ordered answer of a role. */
export type Effects<Shape extends RoleShape> = readonly Effect<
  SendsOf<Shape>,
  Partial<DiskOf<Shape>>,
  Partial<MemoryOf<Shape>>,
  TimerOf<Shape>
>[];

/**
 * One role of a protocol: what it starts with, and what it does upon each event. A handler is a pure
 * function that returns effects only, never a state. A role has no guards: it answers whatever comes, and
 * an event for which it has no handler changes nothing.
 *
 * Disk, memory and packets are plain data (what JSON can say); `disk` is the state that survives a crash,
 * `memory` the state that does not.
 *
 * @example
 * type Sender = { sends: { type: 'data'; message: Message } };
 * const sender: Role<Sender> = {
 *   upon: { submit: (_, message) => [send({ type: 'data', message }), accept(message)] },
 * };
 */
export type Role<Shape extends RoleShape> = {
  readonly upon: Handlers<Shape>;
} & (Shape extends { disk: infer Disk } ? { readonly disk: Disk } : { readonly disk?: never }) &
  (Shape extends { memory: infer Memory } ? { readonly memory: Memory } : { readonly memory?: never }) &
  (Shape extends { clock: true } ? { readonly clock: true } : { readonly clock?: never });

/** Method syntax on purpose: it lets roles of every shape stand side by side in one protocol. */
export interface Handlers<Shape extends RoleShape> {
  /** The application hands over a message. Only roles with this handler are submitted to. */
  submit?(state: State<Shape>, message: Message): Effects<Shape>;
  /** A packet arrives. */
  receive?(state: State<Shape>, packet: ReceivesOf<Shape>, from: RoleName): Effects<Shape>;
  /** An armed timer fires; it is disarmed before the role answers. */
  timeout?(state: State<Shape>, timer: TimerOf<Shape>): Effects<Shape>;
  /** The connection to another role is closed: what was in flight either way may be lost. */
  disconnect?(state: State<Shape>, from: RoleName): Effects<Shape>;
  /** The process comes back after a crash, with its disk, its initial memory and no timer armed. */
  restart?(state: State<Shape>): Effects<Shape>;
}

/**
 * What is said of a role that running code plays. Its disk may hold any field, and its memory is its own:
 * whatever stands for it here has to be the same only where the code would go on in the same way.
 */
export interface Played {
  /** The timers that it arms when it is started for the first time. */
  readonly timers: readonly string[];
  /** After how long they fire, as far as it is known. */
  readonly delays?: Readonly<Record<string, number>>;
  /** What stands for its memory once it has answered an event. */
  memoryAfter(state: any, event: Event): object;
  /** What stands for its memory after a crash, until it is started again. */
  memoryReborn(memory: any): object;
  /** A text that two of its processes share exactly when they are equal, if one is to be had for little. */
  identityOf?(process: {
    readonly up: boolean;
    readonly memory: any;
    readonly pending: readonly Effect[];
  }): string | undefined;
}

/** A role whose shape has been forgotten: what the engines work with. */
export interface AnyRole {
  readonly disk?: object;
  readonly memory?: object;
  readonly clock?: true;
  readonly upon: {
    submit?(state: any, message: Message): readonly Effect[];
    receive?(state: any, packet: any, from: RoleName): readonly Effect[];
    timeout?(state: any, timer: any): readonly Effect[];
    disconnect?(state: any, from: RoleName): readonly Effect[];
    restart?(state: any): readonly Effect[];
  };
  readonly played?: Played;
}

/**
 * What a role answers. Plain data, so that a trace is a file. To `resume` and to `tick` are no events that a
 * handler sees: a process that paused in the middle of an answer goes on with what it still has to do, or its
 * clock goes on.
 */
export type Event =
  | { readonly type: 'submit'; readonly message: Message }
  | { readonly type: 'receive'; readonly from: RoleName; readonly packet: Packet }
  | { readonly type: 'timeout'; readonly timer: string }
  | { readonly type: 'disconnect'; readonly from: RoleName }
  | { readonly type: 'restart' }
  | { readonly type: 'resume' }
  | { readonly type: 'tick' };
