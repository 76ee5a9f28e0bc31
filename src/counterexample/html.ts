import type { Violation } from '../explore/verdict.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import { onOneLine } from './drawing/columns.ts';
import { framesOf } from './html/frames.ts';
import type { Frame } from './html/frames.ts';
import { panelOf } from './html/panel.ts';
import { script, scriptDigest } from './html/script.ts';
import { style, styleDigest } from './html/style.ts';
import { wholeStoryOf } from './story/onward.ts';
import type { Divider, Scene, Story } from './story/story.ts';
import { closingOf, seenAs } from './story/words.ts';
import { element, fragment } from './svg/element.ts';
import type { Markup } from './svg/element.ts';
import { inlineSvg } from './svg.ts';
import { sentenceOf } from './tell.ts';

export interface HtmlOptions {
  /** What stands above everything; the name of the model if left out. */
  readonly title?: string;
  /** The numbers of the steps that matter, as `explain` finds them: a ring is drawn around them, and `▸` stands before them. None if left out. */
  readonly matters?: readonly number[];
  /** Why the promise is broken, as the sentence of `explain` says. */
  readonly why?: string;
}

/**
 * A trace as one HTML file to step through: the sequence diagram, and after each step the state of every role,
 * of every link and of the guarantee's ledger, with what changed since the step before.
 *
 * The file needs nothing beside it and may load nothing: it forbids itself every other source and every other
 * script. Without JavaScript, and on paper, it is a long page with the same in it. `#step-3` at the end of its
 * address leads to the third step. Equal traces make equal files, to the byte.
 *
 * @example
 * writeFileSync('counterexample.html', drawHtml(model, atMostOnce, verdict.trace, verdict.violation));
 */
export const drawHtml = (
  model: WorldModel,
  guarantee: Guarantee,
  trace: readonly Action[],
  violation?: Violation,
  { title = model.name, matters = [], why }: HtmlOptions = {},
): string => {
  const story = wholeStoryOf(model, trace, violation);
  const frames = framesOf(model, guarantee, story.onward.actions);
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('title', {}, onOneLine(title)),
    element('style', {}, { markup: style }),
  );
  const body = element(
    'body',
    {},
    headerOf(title, guarantee),
    closing(story),
    ...(why === undefined ? [] : [element('p', { class: 'why' }, `Why: ${onOneLine(why)}.`)]),
    controls(frames.length - 1),
    element(
      'main',
      {},
      element(
        'figure',
        { class: 'diagram' },
        inlineSvg(story, title, 'The sequence diagram of the steps told beside it.', matters),
      ),
      element(
        'div',
        { class: 'frames' },
        frames.map((_, number) => frameOf(story, frames, number, matters.includes(number))),
      ),
    ),
    element('script', {}, { markup: script }),
  );
  return `<!doctype html>\n${element('html', { lang: 'en', dir: 'ltr' }, head, body).markup}\n`;
};

/** Nothing may be loaded, sent or run but what stands in the file. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${styleDigest}'`,
  `script-src 'sha256-${scriptDigest}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const headerOf = (title: string, { name, sentence }: Guarantee): Markup =>
  element(
    'header',
    {},
    element('h1', {}, onOneLine(title)),
    element('p', { class: 'promise' }, element('strong', {}, name), `: ${sentence}`),
  );

const closing = (story: Story): Markup =>
  story.violation === undefined
    ? fragment()
    : element('p', { class: 'closing' }, `✗ ${onOneLine(closingOf(story.violation, story))}`);

const controls = (last: number): Markup =>
  element(
    'nav',
    { class: 'controls', 'aria-label': 'Steps' },
    ...(['First', 'Back', 'Next', 'Last'] as const).map((name) =>
      element('button', { type: 'button', id: name.toLowerCase() }, name),
    ),
    element('input', { type: 'range', id: 'slider', min: 0, max: last, value: last, 'aria-label': 'Step' }),
    element('output', { id: 'where' }, `${last} / ${last}`),
    element('p', { id: 'told', 'aria-live': 'polite' }),
    element('span', { class: 'hint' }, 'or the keys ← and →, or a click into the diagram'),
  );

const frameOf = (story: Story, frames: readonly Frame[], number: number, isMarked: boolean): Markup => {
  const scene = story.scenes[number - 1];
  return element(
    'section',
    { class: 'frame', id: `step-${number}` },
    ...apart(partOf(story, number)),
    ...(scene === undefined
      ? [element('h2', {}, 'The beginning'), element('p', {}, 'Nothing has happened yet.')]
      : wordsOf(story, scene, isMarked)),
    ...apart(endOf(story, number)),
    panelOf(frames[number]!, frames[number - 1] ?? frames[number]!),
  );
};

/** What sets a step apart from those of the trace. */
const partOf = ({ dividers, scenes }: Story, number: number): Divider | undefined =>
  dividers.findLast(({ before }) => before <= Math.min(number, scenes.length));

/** What comes after the last step. */
const endOf = ({ dividers, scenes }: Story, number: number): Divider | undefined =>
  number === scenes.length ? dividers.find(({ before }) => before > number) : undefined;

const apart = (divider: Divider | undefined): readonly Markup[] =>
  divider === undefined ? [] : [element('p', { class: 'apart' }, `– ${divider.text} –`)];

const wordsOf = (story: Story, scene: Scene, isMarked: boolean): readonly Markup[] => {
  const seen = scene.observations.map((observation) => onOneLine(seenAs(observation)));
  return [
    element('h2', {}, isMarked ? `▸ Step ${scene.number}, which matters` : `Step ${scene.number}`),
    element('p', {}, onOneLine(sentenceOf(story, scene))),
    element(
      'p',
      { class: 'seen' },
      seen.length === 0 ? 'Nothing of it can be observed.' : `Observed: ${seen.join(', ')}.`,
    ),
  ];
};
