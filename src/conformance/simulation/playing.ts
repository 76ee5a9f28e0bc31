import type { Effect } from '../../model/effect.ts';
import { StillToCome } from '../../model/errors.ts';
import type { RoleName } from '../../model/message.ts';
import { frozenCopy, Interner, remembered, textOf } from '../../model/plain.ts';
import type { Event, Played } from '../../model/role.ts';
import { ImplementationError } from '../implementation.ts';
import type { AskedEvent, Instance } from '../implementation.ts';
import { guarded } from './processes.ts';
import type { Processes } from './processes.ts';
import { isLater, thenDo } from './sooner.ts';
import type { Sooner } from './sooner.ts';

/** What a process shows of itself: what its disk holds, and what stands for its memory. */
export interface Shown {
  readonly disk: object;
  readonly memory: Memory;
}

/**
 * What stands for the memory of running code. Either all that it shows of itself; or, where it shows nothing,
 * how it came there: the incarnation, and the number of its history in it, for code that decides nothing by
 * accident is where its history has brought it.
 */
export type Memory = { readonly shows: unknown } | { readonly incarnation: number; readonly history: number };

/** An answer of running code. */
export interface Answered {
  readonly effects: readonly Effect[];
  readonly after: Memory;
}

/** What the disk of a process held as it was started for the first time, and what it held as that was done. */
export interface Birth {
  readonly disk: object;
  readonly held: object;
}

/** Asks the processes of one role, each question once, wherever they stand. */
export interface Player {
  /** What stands for the memory of a process that has just been started for the first time. */
  readonly newborn: (instance: Instance, birth: Birth) => Sooner<Memory>;
  readonly reborn: (memory: Memory) => Memory;
  readonly identityOf?: Played['identityOf'];
  /**
   * @throws StillToCome where the code takes its time
   * @throws ImplementationError where it does not answer, or not as it did before
   */
  readonly answer: (shown: Shown, event: Event) => Answered;
}

/** What a player has to know of how its code is brought to where it is to answer. */
export interface Ways extends Pick<Player, 'newborn' | 'reborn' | 'identityOf'> {
  /** A text that two places share where the code has the same to answer. */
  readonly placeOf: (shown: Shown, event: AskedEvent) => string;
  /** A process that stands there: one that waits, or a new one that is brought there. */
  readonly bring: (shown: Shown, event: AskedEvent) => Sooner<Instance>;
  /** What stands for the memory of a process that has answered; it is left where it then stands. */
  readonly leave: (
    shown: Shown,
    event: AskedEvent,
    effects: readonly Effect[],
    instance: Instance,
  ) => Sooner<Memory>;
}

export const playerOf = (role: RoleName, ways: Ways): Player => {
  const answers = new Map<string, Map<string, Answered>>();
  const asked = new Map<string, Promise<unknown>>();
  const textsOf = remembered((event: Event) => textOf(event));

  const answer = (shown: Shown, event: Event): Answered => {
    if (event.type === 'resume' || event.type === 'tick')
      throw new ImplementationError(role, `was asked to ${event.type}`);
    const place = ways.placeOf(shown, event);
    const text = textsOf(event);
    const known = answers.get(place)?.get(text);
    if (known !== undefined) return known;
    const question = `${place}\n${text}`;
    const before = asked.get(question);
    if (before !== undefined) throw new StillToCome(before);
    const answering = thenDo(ask(shown, event), (found) => {
      const here = answers.get(place) ?? new Map<string, Answered>();
      answers.set(place, here.set(text, found));
      return found;
    });
    if (!isLater(answering)) return answering as Answered;
    // Once it has been answered or refused the question may be put again, and then has its answer.
    const settled = answering.finally(() => asked.delete(question));
    settled.catch(() => undefined);
    asked.set(question, settled);
    throw new StillToCome(settled);
  };

  const ask = (shown: Shown, event: AskedEvent): Sooner<Answered> =>
    thenDo(ways.bring(shown, event), (instance) =>
      thenDo(askProcess(role, instance, event), (own) => {
        const effects = event.type === 'restart' ? [...(instance.opening ?? []), ...own] : own;
        return thenDo(ways.leave(shown, event, effects, instance), (after) => ({ effects, after }));
      }),
    );
  const { newborn, reborn, identityOf } = ways;
  return { newborn, reborn, answer, ...(identityOf && { identityOf }) };
};

/** Asks a process. */
export const askProcess = (
  role: RoleName,
  instance: Instance,
  event: AskedEvent,
): Sooner<readonly Effect[]> => guarded(role, `upon ${event.type}`, () => instance.answer(event));

/** Code that shows all of its memory: what it shows stands for it. */
export const bySnapshot = (role: RoleName, { start, leave, take, takeAny }: Processes): Ways => {
  const memories = new Interner<{ readonly shows: unknown }>();
  const show = (instance: Instance): Sooner<Memory> =>
    thenDo(
      guarded(role, 'shows no snapshot', () => instance.snapshot!()),
      (shows) => memories.intern({ shows }),
    );
  return {
    newborn: (instance, { held }) =>
      thenDo(show(instance), (memory) => {
        leave(placeAt({ disk: held, memory }), instance);
        return memory;
      }),
    // Until it is started again it does not matter what it would show.
    reborn: () => memories.intern({ shows: null }),
    placeOf: (shown, event) => (event.type === 'restart' ? `new\n${textOf(shown.disk)}` : placeAt(shown)),
    bring: (shown, event) => {
      if (event.type === 'restart') return start(shown.disk, 0);
      const standing = take(placeAt(shown));
      if (standing !== undefined) return standing;
      const { disk, memory } = shown;
      return thenDo(takeAny() ?? start(disk, 0), (instance) =>
        thenDo(
          guarded(role, 'cannot be restored', () =>
            instance.restore!('shows' in memory ? memory.shows : null, frozenCopy(disk)),
          ),
          () => instance,
        ),
      );
    },
    leave: (shown, _event, effects, instance) =>
      thenDo(show(instance), (memory) => {
        leave(placeAt({ disk: diskAfter(shown.disk, effects), memory }), instance);
        return memory;
      }),
  };
};

const placeAt = ({ disk, memory }: Shown): string => `${textOf(disk)}\n${textOf(memory)}`;

/** What a disk holds after effects. */
export const diskAfter = (disk: object, effects: readonly Effect[]): object =>
  effects.reduce((before, effect) => {
    if (effect.type === 'atomically') return diskAfter(before, effect.effects);
    return effect.type === 'write' ? { ...before, ...effect.disk } : before;
  }, disk);
