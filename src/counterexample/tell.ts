import { match } from 'ts-pattern';
import type { Violation } from '../explore/verdict.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import { columnsOf, onOneLine, wrapped } from './drawing/columns.ts';
import { wholeStoryOf } from './story/onward.ts';
import type { AnswerScene, LinkScene, PacketScene, Scene, Story } from './story/story.ts';
import { closingOf, inBareWords, inWords, seenAs } from './story/words.ts';

export interface TellOptions {
  /** No line is longer than this; what does not fit goes on below, indented. Without it a step is one line. */
  readonly width?: number;
  /** The numbers of the steps that matter, as `explain` finds them: `▸` stands before them. None if left out. */
  readonly matters?: readonly number[];
}

/**
 * A trace in words: one numbered line for each step that was possible, with what could be observed of it,
 * and a last line that says what is wrong. What becomes of a debt is told before that line, as steps numbered
 * on: to the dead end, or to the steps that repeat for ever.
 *
 * @example
 * tell(model, trace, violation);
 * // 1. the application submits m0 to sender: sender accepts m0, sends data m0   [submitted m0, accepted m0]
 * // 2. receiver receives data m0 and crashes after 1 of 2 effects: delivers m0 – cut off: write seen   [ … ]
 * // …
 * // ✗ at most once: m0 is delivered twice
 */
export const tell = (
  model: WorldModel,
  trace: readonly Action[],
  violation?: Violation,
  { width = Infinity, matters = [] }: TellOptions = {},
): string => {
  const { story, past, path, cycle } = toldInParts(model, trace, violation, width, matters);
  const untold = violation?.noContinuation;
  const remark = (text: string): string => onLines('   – ', text, '', width);
  return [
    ...past,
    ...(path.length > 0 ? [remark(`${tooLate}. For example:`), ...path] : []),
    ...(cycle.length > 0
      ? [remark(`${path.length > 0 ? 'and then' : `${tooLate}. For example`}, again and again:`), ...cycle]
      : []),
    ...(untold === undefined ? [] : [remark(`what then happens is not told: ${untold}`)]),
    ...(violation === undefined ? [] : [onLines('✗ ', closingOf(violation, story), '', width)]),
  ].join('\n');
};

const tooLate = 'too late: nothing that now happens by itself keeps the promise';

/** The lines of a story: what has happened, what happens then, and what happens from then on for ever. */
interface Parts {
  readonly story: Story;
  readonly past: readonly string[];
  readonly path: readonly string[];
  readonly cycle: readonly string[];
}

/** The steps of a trace and of what becomes of its debt. */
const toldInParts = (
  model: WorldModel,
  trace: readonly Action[],
  violation: Violation | undefined,
  width = Infinity,
  matters: readonly number[] = [],
): Parts => {
  const story = wholeStoryOf(model, trace, violation);
  const { begun, path } = story.onward;
  const lines = story.scenes.map((scene) => lineOf(story, scene, width, matters));
  const repeating = begun + path;
  return {
    story,
    past: lines.slice(0, begun),
    path: lines.slice(begun, repeating),
    cycle: lines.slice(repeating),
  };
};

const lineOf = (story: Story, scene: Scene, width: number, matters: readonly number[]): string => {
  const number = String(scene.number).padStart(String(story.scenes.length).length);
  const seen = scene.observations.map(seenAs).join(', ');
  const mark = matters.length === 0 ? '' : matters.includes(scene.number) ? '▸' : ' ';
  const remark = seen === '' ? '' : `[${onOneLine(seen)}]`;
  return onLines(`${mark}${number}. `, sentenceOf(story, scene), remark, width);
};

/** A beginning, a text beside it that is as broad as may be, and a remark at its end or below. */
const onLines = (beginning: string, text: string, remark: string, width: number): string => {
  const room = width - beginning.length;
  const lines = room === Infinity ? [onOneLine(text)] : [...wrapped(onOneLine(text), room)];
  const last = lines.at(-1) ?? '';
  if (remark !== '' && columnsOf(last) + 3 + columnsOf(remark) <= room)
    lines.splice(-1, 1, `${last}   ${remark}`);
  else lines.push(...wrapped(remark, room));
  return lines
    .map((line, index) => `${index === 0 ? beginning : ' '.repeat(beginning.length)}${line}`)
    .join('\n');
};

/** One step in words, without its number. */
export const sentenceOf = (story: Story, scene: Scene): string => {
  switch (scene.type) {
    case 'answer':
      return scene.cutShort === undefined
        ? answeredIn(story, scene)
        : cutShortIn(story, scene, scene.cutShort);
    case 'lose':
    case 'duplicate':
      return packetFaultIn(scene);
    case 'partition':
    case 'heal':
    case 'reset':
      return linkFaultIn(story, scene);
  }
};

const answeredIn = (story: Story, scene: AnswerScene): string => {
  const { role, event, done } = scene;
  const opening = eventIn(story, scene);
  const deeds = done.map(inWords).join(', ');
  if (scene.isTooOld) return `${opening}: too old, it is thrown away`;
  return match(event.type)
    .with('submit', 'timeout', () => `${opening}: ${role} ${deeds || 'does nothing'}`)
    .with('receive', () => (deeds ? `${opening}: ${deeds}` : `${opening} and does nothing`))
    .with('restart', 'resume', 'disconnect', 'tick', () => (deeds ? `${opening}: ${deeds}` : opening))
    .exhaustive();
};

const cutShortIn = (
  story: Story,
  scene: AnswerScene,
  { by, deeds }: NonNullable<AnswerScene['cutShort']>,
): string => {
  const { role, event, done } = scene;
  const isSubject = event.type !== 'submit' && event.type !== 'timeout';
  const verb = by === 'crash' ? 'crashes' : 'pauses';
  const opening = `${eventIn(story, scene)}${isSubject ? ' and' : `, and ${role}`} ${verb}`;
  const all = done.length + deeds.length;
  if (all === 0) return opening;
  const rest = `${by === 'crash' ? 'cut off' : 'still to do'}: ${deeds.map(inBareWords).join(', ')}`;
  if (done.length === 0) return `${opening} before any effect – ${rest}`;
  const before = done.map(inWords).join(', ');
  if (deeds.length === 0) return `${opening} after the last effect: ${before}`;
  return `${opening} after ${done.length} of ${all} effects: ${before} – ${rest}`;
};

const eventIn = (
  { participants }: Story,
  { role, event, arrival, number, clock, dropped }: AnswerScene,
): string =>
  match(event)
    .with({ type: 'submit' }, ({ message }) => `the application submits ${message.id} to ${role}`)
    .with({ type: 'receive' }, ({ from }) => {
      const whence = participants.length > 2 ? ` from ${from}` : '';
      return `${role} receives ${arrival?.label}${whence}${pastOf(arrival, number)}`;
    })
    .with({ type: 'timeout' }, ({ timer }) => `${timer} fires at ${role}`)
    .with({ type: 'restart' }, () => `${role} restarts`)
    .with({ type: 'resume' }, () => `${role} goes on`)
    .with({ type: 'tick' }, () => `the clock of ${role} shows ${clock}`)
    .with({ type: 'disconnect' }, ({ from }) => {
      const unread = (dropped ?? []).map(({ label }) => label).join(', ');
      return `${role} is disconnected from ${from}${unread === '' ? '' : `, with ${unread} unread`}`;
    })
    .exhaustive();

/** Where a packet comes from, unless that is the step before. */
const pastOf = (flight: AnswerScene['arrival'], now: number): string =>
  flight === undefined || flight.sent === now - 1
    ? ''
    : ` (${flight.isCopy ? 'the copy made' : 'sent'} in step ${flight.sent})`;

const packetFaultIn = ({ type, flight, number }: PacketScene): string => {
  const { from, to, label } = flight;
  return `the link ${from} -> ${to} ${type}s ${label}${pastOf(flight, number)}`;
};

const linkFaultIn = ({ flights }: Story, { type, from, to, forEver, number }: LinkScene): string => {
  if (type === 'reset') return `the connection ${from} <-> ${to} breaks`;
  const link = `the link ${from} -> ${to}`;
  if (type === 'heal') return `${link} heals`;
  if (!forEver) return `${link} is cut off`;
  // What is sent into it later on says so where it is sent.
  const gone = flights.filter(({ end }) => end.type === 'severed' && end.step === number);
  const loss = gone.length === 0 ? '' : `, together with ${gone.map(({ label }) => label).join(', ')}`;
  return `${link} is cut off for ever${loss}`;
};
