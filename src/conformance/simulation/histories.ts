import type { Effect } from '../../model/effect.ts';
import type { RoleName } from '../../model/message.ts';
import { remembered, textOf } from '../../model/plain.ts';
import { ImplementationError } from '../implementation.ts';
import type { AskedEvent, Instance } from '../implementation.ts';
import { askProcess } from './playing.ts';
import type { Memory, Shown, Ways } from './playing.ts';
import type { Processes } from './processes.ts';
import { thenDo } from './sooner.ts';
import type { Sooner } from './sooner.ts';

/** How a process came to where it stands: what it was started with, or the last event after others. */
type History = Beginning | Later;

interface Beginning {
  readonly disk: object;
  readonly incarnation: number;
}

interface Later {
  readonly before: number;
  readonly event: AskedEvent;
  readonly effects: readonly Effect[];
}

/**
 * Code that shows nothing of its memory: where it stands is known by how it came there. To have it there
 * again a new process goes the same way, and has to answer the same on it.
 */
export const byHistory = (role: RoleName, { start, leave, take }: Processes): Ways => {
  /** By number; equal ones have one number. */
  const histories: History[] = [];
  const numbers = new Map<string, number>();
  const memories = new Map<number, Memory>();
  const keep = (text: string, make: () => History): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, histories.length);
    return histories.push(make()) - 1;
  };
  const eventText = remembered((event: AskedEvent) => textOf(event));
  const started = (disk: object, incarnation: number): number =>
    keep(`${incarnation}${textOf(disk)}`, () => ({ disk, incarnation }));
  const after = (before: number, event: AskedEvent, effects: readonly Effect[]): number =>
    keep(`${before}${eventText(event)}`, () => ({ before, event, effects }));
  const memoryAt = (incarnation: number, history: number): Memory => {
    const known = memories.get(history) ?? Object.freeze({ incarnation, history });
    memories.set(history, known);
    return known;
  };

  /** From where on it is to answer: upon a restart a new process, started with what the disk holds. */
  const standing = ({ disk, memory }: Shown, event: AskedEvent): number =>
    event.type === 'restart' ? started(disk, incarnationOf(memory)) : historyOf(memory);

  const bring = (number: number): Sooner<Instance> => {
    const there = take(String(number));
    if (there !== undefined) return there;
    const way: Later[] = [];
    let history = histories[number]!;
    while ('before' in history) {
      way.unshift(history);
      history = histories[history.before]!;
    }
    const { disk, incarnation } = history;
    return way.reduce<Sooner<Instance>>(
      (walking, { event, effects }) =>
        thenDo(walking, (instance) => repeated(role, instance, event, effects)),
      start(disk, incarnation),
    );
  };

  return {
    newborn: (instance, { disk }) => {
      const number = started(disk, 0);
      leave(String(number), instance);
      return memoryAt(0, number);
    },
    reborn: (memory) => memoryAt(incarnationOf(memory) + 1, -1 - incarnationOf(memory)),
    // Where it stands says everything, unless it is down, or has not done yet all that it answered.
    identityOf: ({ up, memory, pending }) =>
      up && pending.length === 0 ? `h${historyOf(memory as Memory)}` : undefined,
    placeOf: (shown, event) => String(standing(shown, event)),
    bring: (shown, event) => bring(standing(shown, event)),
    leave: (shown, event, effects, instance) => {
      const number = after(standing(shown, event), event, effects);
      leave(String(number), instance);
      return memoryAt(incarnationOf(shown.memory), number);
    },
  };
};

/** Code on its way to where it stood has to answer what it answered there before. */
const repeated = (
  role: RoleName,
  instance: Instance,
  event: AskedEvent,
  effects: readonly Effect[],
): Sooner<Instance> =>
  thenDo(askProcess(role, instance, event), (own) => {
    const again = event.type === 'restart' ? [...(instance.opening ?? []), ...own] : own;
    if (textOf(again) === textOf(effects)) return instance;
    throw new ImplementationError(
      role,
      `answers differently when the same happens again: upon ${textOf(event)} it answered\n  ${textOf(effects)}\nand now\n  ${textOf(again)}\nWhat it decides by chance, by the clock, or with what outlives a crash must come from its surroundings`,
    );
  });

const historyOf = (memory: Memory): number => ('history' in memory ? memory.history : -1);
const incarnationOf = (memory: Memory): number => ('incarnation' in memory ? memory.incarnation : 0);
