import type { Violation } from '../../explore/verdict.ts';
import type { Story } from '../story/story.ts';
import { closingOf } from '../story/words.ts';
import { element, fragment, ofScene } from './element.ts';
import type { Markup } from './element.ts';
import { crossAt, line } from './icon.ts';
import { bars, headers, lifelines } from './lifelines.ts';
import { brokenTo, cutTo, widthOf } from './measure.ts';
import { brackets, note } from './notes.ts';
import { labelOf, packet, partition } from './packets.ts';
import { fonts, lineHeight, planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { routesOf } from './routes.ts';
import { rowsOf } from './rows.ts';

/** A story as a picture, of which it is known how large it is. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly body: Markup;
}

const padding = 20;
const narrowest = 420;

/** Draws a story, under a title, and under it what is wrong; around the numbers of steps that matter a ring. */
export const pictureOf = (story: Story, title: string, matters: readonly number[]): Picture => {
  const plan = planOf(story, rowsOf(story), title === '' ? 50 : 84);
  const width = Math.max(plan.width, narrowest, Math.min(640, widthOf(title, fonts.title) + 2 * padding));
  const routes = routesOf(story.flights, plan);
  const closing = closingBox(story.violation, story, width, plan.bottom + 8);
  const legend = legendOf(matters, closing.bottom);
  const height = legend.bottom + padding;
  const body = fragment(
    element('rect', { class: 'paper', width, height, rx: 8 }),
    titleOf(title, width),
    bands(plan, width, matters),
    plan.rows.flatMap((row) => partition(row, plan)),
    lifelines(plan),
    headers(plan),
    bars(plan),
    [...routes.values()].map(packet),
    brackets(plan),
    plan.rows.flatMap((row) => {
      const labels = labelOf(row, plan, routes);
      return labels.length === 0 ? [] : [ofScene(row.row.scene, labels)];
    }),
    plan.rows.flatMap((row) => note(row, plan)),
    rules(plan, width),
    closing.markup,
    legend.markup,
  );
  return { width, height, body };
};

const titleOf = (title: string, width: number): readonly Markup[] =>
  title === ''
    ? []
    : [
        element(
          'text',
          { class: 'strong start', x: padding, y: 32, 'font-size': fonts.title.size },
          cutTo(width - 2 * padding, title, fonts.title),
        ),
      ];

/** The steps, one below the other, each with its number; the one that breaks the promise on red ground. */
const bands = (plan: Plan, width: number, matters: readonly number[]): readonly Markup[] =>
  plan.bands.map(({ number, breach, top, bottom }) =>
    element(
      'g',
      { class: 'step', 'data-step': number },
      element('rect', { class: breach ? 'band alarm' : 'band paper', y: top, width, height: bottom - top }),
      ...(number === 1 || plan.rules.some(({ divider }) => divider.before === number)
        ? []
        : [line({ x: padding + 20, y: top }, { x: width - padding, y: top }, 'hair')]),
      ...(breach ? [element('rect', { class: 'edge', y: top, width: 4, height: bottom - top })] : []),
      ...(matters.includes(number) ? [ringAt(padding + 4, firstRow(plan, number), number)] : []),
      element(
        'text',
        {
          class: matters.includes(number) ? 'number middle strong matters' : 'number middle',
          x: padding + 4,
          y: firstRow(plan, number) + 4.5,
          'font-size': fonts.label.size,
        },
        String(number),
      ),
    ),
  );

/** Dashed lines from side to side, each with its words in the middle. */
const rules = (plan: Plan, width: number): readonly Markup[] =>
  plan.rules.map(({ divider: { before, text }, y }) => {
    const words = cutTo(width - 4 * padding, text, fonts.label);
    const taken = widthOf(words, fonts.label) + 16;
    const middle = width / 2;
    const place = { x: middle, y: y + 4.5, 'font-size': fonts.label.size };
    // The end is reached together with the last step.
    const step = Math.max(1, Math.min(before, plan.bands.length));
    return ofScene(
      { number: step, breach: false },
      line({ x: padding, y }, { x: width - padding, y }, 'apart'),
      element('rect', { class: 'paper', x: middle - taken / 2, y: y - 9, width: taken, height: 18 }),
      element('text', { class: 'faint middle', ...place }, words),
    );
  });

/** A ring around a number, wide enough for it. */
const ringAt = (x: number, y: number, number: number): Markup => {
  const width = 14 + 6 * String(number).length;
  return element('rect', { class: 'ring', x: x - width / 2, y: y - 9, width, height: 18, rx: 9 });
};

/** What the rings mean, where there are any. */
const legendOf = (
  matters: readonly number[],
  top: number,
): { readonly markup: readonly Markup[]; readonly bottom: number } => {
  if (matters.length === 0) return { markup: [], bottom: top };
  const [x, y] = [padding + 14, top + 17];
  const words = { class: 'subtitle start', x: x + 24, y: y + 4.5, 'font-size': fonts.label.size };
  const ring = element('rect', { class: 'ring', x: x - 10, y: y - 8, width: 20, height: 16, rx: 8 });
  return { markup: [ring, element('text', words, 'a step that matters')], bottom: y + 6 };
};

const firstRow = ({ rows }: Plan, number: number): number =>
  rows.find(({ row }) => row.scene.number === number)!.y;

const closingBox = (
  violation: Violation | undefined,
  story: Story,
  width: number,
  top: number,
): { readonly markup: readonly Markup[]; readonly bottom: number } => {
  if (violation === undefined) return { markup: [], bottom: top - 16 };
  const lines = brokenTo(width - 2 * padding - 52, closingOf(violation, story), fonts.hand);
  const height = lines.length * lineHeight + 18;
  const x = padding;
  const words = lines.map((text, index) =>
    element(
      'text',
      {
        class: 'closing strong start',
        x: x + 38,
        y: top + 22 + index * lineHeight,
        'font-size': fonts.hand.size,
      },
      text,
    ),
  );
  return {
    markup: [
      element('rect', { class: 'verdict', x, y: top, width: width - 2 * padding, height, rx: 6 }),
      crossAt(x + 20, top + 17.5, 5),
      ...words,
    ],
    bottom: top + height,
  };
};
