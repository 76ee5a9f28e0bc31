import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { MessageId } from '../../model/message.ts';
import type { WorldState } from '../../model/setting.ts';
import { storyOf } from '../story/story.ts';
import type { AnswerScene } from '../story/story.ts';

/** What becomes of a message after a trace, when no more faults strike and nothing more is submitted. */
export type Fate =
  /** It arrives once more, and nothing comes of it: neither a note nor a packet that carries it on. */
  | { readonly type: 'ignored'; readonly scene: AnswerScene }
  /** No packet that carries it ever arrives again. */
  | { readonly type: 'gone' }
  | { readonly type: 'unknown' };

interface Branch {
  readonly state: WorldState;
  readonly way: readonly Action[];
}

/**
 * Follows everything that may still happen by itself, the nearest first, up to so many states. It knows only
 * packets that hold the message itself, with its id and its payload; where a protocol sends none it says so.
 */
export const fateOf = (
  model: WorldModel,
  trace: readonly Action[],
  last: WorldState,
  message: MessageId,
  mostStates = 2000,
): Fate => {
  const known = new Set([model.keyOf(last)]);
  const open: Branch[] = [{ state: last, way: trace }];
  let isSeen = false;
  for (const { state, way } of open) {
    if (model.withheld(state).some((action) => model.natureOf(action) === 'progress')) isSeen = true;
    for (const action of model.enabled(state)) {
      if (model.natureOf(action) !== 'progress') continue;
      const next = { state: model.step(state, action)!.state, way: [...way, action] };
      if (action.type === 'receive' && carries(action.packet, message)) {
        isSeen = true;
        const scene = storyOf(model, next.way).scenes.at(-1) as AnswerScene;
        const isSentOn = countIn(next.state, message) >= countIn(state, message);
        if (!isSentOn && scene.done.every(({ type }) => type === 'send')) return { type: 'ignored', scene };
      }
      const key = model.keyOf(next.state);
      if (known.has(key)) continue;
      if (known.size >= mostStates) return { type: 'unknown' };
      known.add(key);
      open.push(next);
    }
  }
  return { type: isSeen || !sendsMessages(model) ? 'unknown' : 'gone' };
};

const countIn = ({ links }: WorldState, message: MessageId): number =>
  links.flat().filter((packet) => carries(packet, message)).length;

/** Whether plain data holds a message itself, and not only its id: this one, or any. */
const carries = (value: unknown, id?: MessageId): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (('id' in value && 'payload' in value && (id === undefined || value.id === id)) ||
    Object.values(value).some((part) => carries(part, id)));

/** Whether packets hold messages in this protocol at all: seen in the first steps of a run without faults. */
const sendsMessages = (model: WorldModel): boolean => {
  let state = model.initial;
  for (let step = 0; step < 20; step += 1) {
    if (state.links.flat().some((packet) => carries(packet))) return true;
    const action = model.enabled(state).find((candidate) => model.natureOf(candidate) !== 'fault');
    if (action === undefined) return false;
    state = model.step(state, action)!.state;
  }
  return false;
};
