import { match } from 'ts-pattern';
import type { Violation } from '../../explore/verdict.ts';
import type { RoleName } from '../../model/message.ts';
import type { Style } from './canvas.ts';
import { flat } from '../story/deed.ts';
import type { Deed, TellDeed } from '../story/deed.ts';
import type { Flight } from '../story/flight.ts';
import { arrivalOf, completed, linkSpan, packetSpan, sendingOf } from './span.ts';
import type { Span } from './span.ts';
import type { AnswerScene, Divider, Scene, Story } from '../story/story.ts';
import { isWrongDeed } from '../story/wrong.ts';
import { inBareWords, inWords } from '../story/words.ts';

/** What a drawing shows from top to bottom, before anybody knows where its columns stand. */
export type Mark = Happening | Rule;

/** What is part of a step. */
type Happening = Note | Span;

/** Words across all lifelines: what stands below is not part of what stands above. */
export interface Rule {
  readonly type: 'rule';
  readonly number?: undefined;
  readonly kind: Divider['kind'];
  readonly text: string;
  readonly style: Style;
}

/** Something at the lifeline of one role. */
export interface Note {
  readonly type: 'note';
  /** The number of the step that begins here. */
  readonly number?: number;
  readonly role: RoleName;
  readonly text: string;
  /** What stands below the text, a line each. */
  readonly list: readonly string[];
  /** Whether the application hands something in, or is handed something out. */
  readonly hand?: 'in' | 'out';
  readonly style: Style;
  readonly becomes?: 'down' | 'paused' | 'running';
}

/**
 * The marks of a story, from top to bottom. A packet that arrives in the very next step is drawn where it is
 * sent, as one arrow; so a step begins with a mark of its own, or with the arrow right above that it completes.
 * No arrow crosses a rule.
 */
export const marksOf = ({ scenes, violation, dividers }: Story): readonly Mark[] => {
  const marks: Mark[] = [];
  const rulesBefore = (number: number): readonly Rule[] =>
    dividers
      .filter(({ before }) => before === number)
      .map(({ kind, text }) => ({ type: 'rule', kind, text, style: 'faint' }));
  const isApart = (number: number): boolean => dividers.some(({ before }) => before === number);
  scenes.forEach((scene, index) => {
    marks.push(...rulesBefore(scene.number));
    const isBegun = marks.at(-1)?.number === scene.number;
    const own = isBegun && scene.type === 'lose' ? [] : marksIn(scene, violation, isApart);
    const added = isBegun || own.length > 0 ? own : unanswered(scene);
    marks.push(...added.map((mark, at) => (at === 0 && !isBegun ? { ...mark, number: scene.number } : mark)));
    const last = marks.at(-1);
    const next = scenes[index + 1];
    if (last?.type === 'span' && last.number === undefined && next !== undefined) {
      if (isApart(next.number)) return;
      if (last.flight !== undefined && last.flight === flightEndingIn(next)) {
        marks[marks.length - 1] = completed(last, next.number);
      }
    }
  });
  return [...marks, ...rulesBefore(scenes.length + 1)];
};

/** Whether a rule stands before a step, so that it shares no arrow with the one above. */
type IsApart = (number: number) => boolean;

const marksIn = (scene: Scene, violation: Violation | undefined, isApart: IsApart): readonly Happening[] => {
  switch (scene.type) {
    case 'answer':
      return [...eventMarks(scene, isApart), ...deedMarks(scene, violation, isApart), ...cutMarks(scene)];
    case 'lose':
    case 'duplicate':
      return packetSpan(scene);
    case 'partition':
    case 'heal':
    case 'reset':
      return [linkSpan(scene)];
  }
};

const flightEndingIn = (scene: Scene): Flight | undefined =>
  scene.type === 'answer' ? scene.arrival : scene.type === 'lose' ? scene.flight : undefined;

type Look = Pick<Note, 'role' | 'text' | 'style'> & Partial<Note>;
const note = (look: Look): Note => ({ type: 'note', list: [], ...look });

const eventMarks = (
  { role, event, arrival, number, isTooOld, clock }: AnswerScene,
  isApart: IsApart,
): readonly Happening[] =>
  match<typeof event, readonly Happening[]>(event)
    .with({ type: 'submit' }, ({ message }) => [
      note({ role, text: `submits ${message.id}`, style: 'application', hand: 'in' }),
    ])
    .with({ type: 'receive' }, () => [
      ...arrivalOf(arrival, number, isApart(number)),
      ...(isTooOld ? [note({ role, text: 'too old: thrown away', style: 'fault' })] : []),
    ])
    .with({ type: 'timeout' }, ({ timer }) => [note({ role, text: `⏱ ${timer}`, style: 'timer' })])
    .with({ type: 'restart' }, () => [note({ role, text: '↻ restarts', style: 'plain', becomes: 'running' })])
    .with({ type: 'resume' }, () => [note({ role, text: 'goes on', style: 'plain', becomes: 'running' })])
    .with({ type: 'disconnect' }, ({ from }) => [
      note({ role, text: `disconnected from ${from}`, style: 'fault' }),
    ])
    .with({ type: 'tick' }, () => [note({ role, text: `clock: ${clock}`, style: 'timer' })])
    .exhaustive();

/** An arrival without any effect, the arrow of which is part of the step before. */
const unanswered = (scene: Scene): readonly Happening[] =>
  scene.type === 'answer' && scene.arrival !== undefined
    ? [note({ role: scene.role, text: `receives ${scene.arrival.label}`, style: 'faint' })]
    : [];

const deedMarks = (
  { role, done, breach, number }: AnswerScene,
  violation: Violation | undefined,
  isApart: IsApart,
): readonly Happening[] => {
  const wrong = breach
    ? done.findLastIndex((deed) => flat([deed]).some((part) => isWrongDeed(part, violation)))
    : -1;
  return done.flatMap((deed, index): readonly Happening[] => {
    const parts = flat([deed]);
    const arrows = parts.flatMap((part) =>
      part.type === 'send' ? sendingOf(part.flight, isApart(number + 1)) : [],
    );
    // Arming is not drawn: a timer shows when it fires.
    const kept = parts.filter(({ type }) => type !== 'send' && type !== 'arm' && type !== 'disarm');
    // Within an atomic group there is no order, so what the application sees may stand first.
    const [first, ...rest] = [...kept.filter(isTelling), ...kept.filter((part) => !isTelling(part))];
    if (first === undefined) return arrows;
    const told = (part: Deed) =>
      index === wrong && isWrongDeed(part, violation) ? `${inWords(part)} ✗` : inWords(part);
    const list = rest.map((part) => `+ ${told(part)}`);
    const style = index === wrong ? 'wrong' : styleOf(first);
    return [
      note({ role, text: told(first), list, style, ...(isTelling(first) ? { hand: 'out' } : {}) }),
      ...arrows,
    ];
  });
};

const isTelling = (deed: Deed): deed is TellDeed => 'message' in deed;

const styleOf = (deed: Deed): Style =>
  deed.type === 'deliver' ? 'delivery' : isTelling(deed) ? 'application' : 'plain';

const cutMarks = ({ role, cutShort }: AnswerScene): readonly Happening[] => {
  if (cutShort === undefined) return [];
  const list = cutShort.deeds.map(inBareWords);
  if (cutShort.by === 'pause') {
    return [note({ role, text: 'pauses, still to do:', list, style: 'timer', becomes: 'paused' })];
  }
  const text = list.length === 0 ? 'crash' : 'crash, cut off:';
  return [note({ role, text, list, style: 'fault', becomes: 'down' })];
};
