import type { Violation } from '../explore/verdict.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import { onOneLine } from './drawing/columns.ts';
import { wholeStoryOf } from './story/onward.ts';
import type { Story } from './story/story.ts';
import { element } from './svg/element.ts';
import type { Markup } from './svg/element.ts';
import { pictureOf } from './svg/picture.ts';
import { fontFamily, styleSheet } from './svg/theme.ts';
import type { Theme } from './svg/theme.ts';
import { tell } from './tell.ts';

export interface SvgOptions {
  /** What stands above the picture; the name of the model if left out, nothing if empty. */
  readonly title?: string;
  /** `auto` follows the reader's screen, and is the one that is meant if left out. */
  readonly theme?: Theme;
  /** The numbers of the steps that matter, as `explain` finds them: a ring is drawn around them. None if left out. */
  readonly matters?: readonly number[];
}

/**
 * A trace as a sequence diagram in SVG, a file that needs nothing beside it: no font, no script, no network.
 * Equal traces make equal files, to the byte.
 *
 * Time runs downwards. A packet is a line from the moment of its sending to that of its arrival, so one that
 * overtakes another crosses its line; a lost one ends in a cross, a copy leaves the line of its original. A
 * bar at a lifeline is an answer, from the event to the last effect; a crash cuts it off, and what was to come
 * stands below, struck through. A dashed line across sets apart what becomes of a debt. Filled marks are deliveries, and the red one breaks the promise.
 *
 * @example
 * writeFileSync('counterexample.svg', drawSvg(model, verdict.trace, verdict.violation));
 */
export const drawSvg = (
  model: WorldModel,
  trace: readonly Action[],
  violation?: Violation,
  { title = model.name, theme = 'auto', matters = [] }: SvgOptions = {},
): string => {
  const story = wholeStoryOf(model, trace, violation);
  const description = tell(model, trace, violation, { matters });
  const words = { title, name: title || model.name, description };
  const { markup } = svgOf(story, words, matters, styleSheet(theme));
  return `${markup}\n`;
};

/** The same as part of a page, the style sheet of which it leaves to the page. */
export const inlineSvg = (
  story: Story,
  name: string,
  description: string,
  matters: readonly number[],
): Markup => svgOf(story, { title: '', name, description }, matters);

interface Words {
  /** What stands above the picture. */
  readonly title: string;
  /** What a screen reader calls it, and what it then says of it. */
  readonly name: string;
  readonly description: string;
}

const svgOf = (
  story: Story,
  { title, name, description }: Words,
  matters: readonly number[],
  rules?: string,
): Markup => {
  const { width, height, body } = pictureOf(story, title, matters);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'onceproof',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      direction: 'ltr',
      'font-family': fontFamily,
    },
    element('title', {}, onOneLine(name)),
    element('desc', {}, description),
    ...(rules === undefined ? [] : [element('style', {}, { markup: rules })]),
    body,
  );
};
