import { EventEmitter } from 'node:events';
import type { Message, Packet, RoleName } from '../../model/message.ts';
import type { AskedEvent } from '../implementation.ts';
import type { Deferred, Environment, Handlers } from './environment.ts';

/** Where code registers what is to be called. */
export interface Registers {
  submit(called: (message: Message) => unknown): void;
  receive(called: (packet: any, from: RoleName) => unknown): void;
  timeout(called: (timer: string) => unknown): void;
  disconnect(called: (from: RoleName) => unknown): void;
  restart(called: () => unknown): void;
}

/**
 * For code that registers callbacks. Of several for one event all are called, in the order in which they were
 * registered.
 *
 * @example
 * { start: callbacks((env, on) => on.receive((packet) => env.deliver(packet.message))) }
 */
export const callbacks =
  (register: (env: Environment, on: Registers) => void) =>
  (env: Environment): Handlers => {
    const emitter = new EventEmitter();
    register(env, {
      submit: (called) => emitter.on('submit', called),
      receive: (called) => emitter.on('receive', called),
      timeout: (called) => emitter.on('timeout', called),
      disconnect: (called) => emitter.on('disconnect', called),
      restart: (called) => emitter.on('restart', called),
    });
    return handlersOf(emitter);
  };

/** What an EventEmitter has for those who listen: Node's own types are not needed to use the library. */
export interface Emits {
  on(name: string, called: (...values: any[]) => unknown): unknown;
  once(name: string, called: (...values: any[]) => unknown): unknown;
  off(name: string, called: (...values: any[]) => unknown): unknown;
}

/**
 * For code that listens to an EventEmitter, for `submit`, `receive`, `timeout`, `disconnect` and `restart`; for
 * code that wants the type of Node itself it is `emitting<EventEmitter>`. Listeners may be asynchronous: the
 * answer is complete once all of them are.
 *
 * @example
 * { start: emitting((env, events) => events.on('receive', ({ message }) => env.deliver(message))) }
 */
export const emitting =
  <Emitter = Emits>(listen: (env: Environment, events: Emitter) => void) =>
  (env: Environment): Handlers => {
    const emitter = new EventEmitter();
    listen(env, emitter as Emitter);
    return handlersOf(emitter);
  };

/** Listeners are called here and not by `emit`, which throws away what they return. */
const handlersOf = (emitter: EventEmitter): Handlers => {
  const emit =
    (name: string) =>
    (...values: readonly unknown[]): unknown => {
      const returned = emitter
        .rawListeners(name)
        .map((listener): unknown => Reflect.apply(listener, emitter, values));
      return returned.some(isPromise) ? Promise.all(returned) : undefined;
    };
  return {
    submit: emit('submit'),
    receive: emit('receive'),
    timeout: emit('timeout'),
    disconnect: emit('disconnect'),
    restart: emit('restart'),
  };
};

const isPromise = (value: unknown): boolean =>
  typeof (value as { then?: unknown } | undefined)?.then === 'function';

/** What happens to a process, for code that asks for it. */
export type Happening =
  | { readonly type: 'submit'; readonly message: Message }
  | {
      readonly type: 'receive';
      readonly from: RoleName;
      readonly packet: Packet & Readonly<Record<string, any>>;
    }
  | { readonly type: 'timeout'; readonly timer: string }
  | { readonly type: 'disconnect'; readonly from: RoleName };

/**
 * For code that is one loop: it asks for the next event when it is done with the last. What happens meanwhile
 * waits for it, in order. After a crash the loop begins anew.
 *
 * @example
 * { start: iterating(async (env, events) => { for await (const event of events) … }) }
 */
export const iterating =
  (run: (env: Environment, events: AsyncIterable<Happening>) => Promise<unknown>) =>
  (env: Environment): Handlers => {
    const backlog: Happening[] = [];
    let wanted: Deferred<IteratorResult<Happening>> | undefined;
    const happen = (event: Exclude<AskedEvent, { readonly type: 'restart' }>): void => {
      const asking = wanted;
      wanted = undefined;
      if (asking === undefined) backlog.push(event as Happening);
      else asking.resolve({ done: false, value: event as Happening });
    };
    const next = async (): Promise<IteratorResult<Happening>> => {
      const value = backlog.shift();
      if (value !== undefined) return { done: false, value };
      wanted = env.deferred<IteratorResult<Happening>>();
      return wanted.promise;
    };
    return {
      running: run(env, { [Symbol.asyncIterator]: () => ({ next }) }),
      submit: (message) => happen({ type: 'submit', message }),
      receive: (packet: Packet, from) => happen({ type: 'receive', from, packet }),
      timeout: (timer) => happen({ type: 'timeout', timer }),
      disconnect: (from) => happen({ type: 'disconnect', from }),
    };
  };
