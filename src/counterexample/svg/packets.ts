import type { Flight } from '../story/flight.ts';
import type { LinkScene } from '../story/story.ts';
import { element, fragment } from './element.ts';
import type { Markup } from './element.ts';
import { arrow, crossAt, line } from './icon.ts';
import type { Point } from './icon.ts';
import { cutTo, widthOf } from './measure.ts';
import { fonts, isLong, labelIn } from './plan.ts';
import type { Plan, PlacedRow } from './plan.ts';
import { pointAt } from './routes.ts';
import type { Route } from './routes.ts';

/** The line of a packet, from where it is sent to where it arrives, is lost, or is left in flight. */
export const packet = ({ flight, start, end }: Route): Markup => {
  const { type } = flight.end;
  const of = flight.isCopy ? 'packet copy' : 'packet';
  const drawn =
    type === 'arrived'
      ? arrow(start, end, of)
      : type === 'in flight'
        ? fragment(
            line(start, end, `${of} aloft`),
            element('circle', { class: of, cx: end.x, cy: end.y, r: 3 }),
          )
        : fragment(line(start, end, of), crossAt(end.x, end.y));
  const ended = 'step' in flight.end ? flight.end.step : undefined;
  return element('g', { 'data-step': flight.sent, 'data-end': ended, 'data-flight': '' }, drawn);
};

/** The words that stand at a packet or a link: each on its own height, so none stands on another. */
export const labelOf = (
  { row, y }: PlacedRow,
  plan: Plan,
  routes: ReadonlyMap<unknown, Route>,
): readonly Markup[] => {
  if (row.type === 'note') return [];
  const words = cutTo(plan.gap - 44, labelIn(row), fonts.label);
  const said = (x: number, height: number, anchor: -1 | 0 | 1, style: string): Markup =>
    element(
      'text',
      {
        class: `${['end', 'middle', 'start'][anchor + 1]} halo ${style}`,
        x,
        y: height,
        'font-size': fonts.label.size,
      },
      words,
    );
  if (row.type === 'link') {
    const { x1, x2 } = spanOf(row.happening, plan);
    return [said(x1 + 0.66 * (x2 - x1), y - 8, 0, row.happening.type === 'heal' ? '' : 'fault')];
  }
  const route = routes.get(row.flight)!;
  const ahead = Math.sign(plan.lifelines[row.flight.to]!.x - plan.lifelines[row.flight.from]!.x) as -1 | 1;
  switch (row.type) {
    case 'send':
      return [said(route.start.x + ahead * 12, y - 6, ahead, 'packet')];
    case 'arrival':
      return isLong(row.flight) ? [said(route.end.x - ahead * 14, y + 16, -ahead as -1 | 1, 'packet')] : [];
    case 'lose':
      return [said(...besideCross(route.end, words, row.flight, plan), 'fault')];
    case 'duplicate': {
      const fork = pointAt(route, y);
      return [
        element('circle', { class: 'fork', cx: fork.x, cy: fork.y, r: 4 }),
        said(...besideFork(fork, words, row.flight, plan), 'fault'),
      ];
    }
  }
};

/** Ahead of the cross, where the line does not go on, or behind it if there is no room. */
const besideCross = (
  { x, y }: Point,
  words: string,
  { from, to }: Flight,
  { lifelines }: Plan,
): readonly [x: number, y: number, anchor: -1 | 1] => {
  const ahead = Math.sign(lifelines[to]!.x - lifelines[from]!.x) as -1 | 1;
  const isTight = widthOf(words, fonts.label) > Math.abs(lifelines[to]!.x - x) - 20;
  const side = isTight ? (-ahead as -1 | 1) : ahead;
  return [x + side * 14, y + 4, side];
};

/** Where there is no line: behind the fork and below it, or, if there is no room, ahead of it and above. */
const besideFork = (
  fork: Point,
  words: string,
  { from, to }: Flight,
  { lifelines }: Plan,
): readonly [x: number, y: number, anchor: -1 | 1] => {
  const [behind, ahead] = [from, to].map((role) => Math.abs(lifelines[role]!.x - fork.x) - 20);
  const direction = Math.sign(lifelines[to]!.x - lifelines[from]!.x) as -1 | 1;
  const needed = widthOf(words, fonts.label);
  if (needed > behind! && ahead! > behind!) {
    return [fork.x + direction * (8 - Math.max(0, needed - ahead!)), fork.y - 7, direction];
  }
  const shift = Math.max(0, needed - behind!);
  return [fork.x - direction * (10 - shift), fork.y + 15, -direction as -1 | 1];
};

/** A link that is cut off, from then until it heals: a shade across it, and at both ends what happens. */
export const partition = ({ row, y }: PlacedRow, plan: Plan): readonly Markup[] => {
  if (row.type !== 'link') return [];
  const { happening } = row;
  const { x1, x2 } = spanOf(happening, plan);
  const style = happening.type === 'heal' ? 'link' : 'link severed';
  const lineAcross = arrow({ x: x1, y }, { x: x2, y }, style);
  if (happening.type !== 'partition') return [lineAcross];
  const healing = plan.rows.find(
    (other) =>
      other.y > y &&
      other.row.type === 'link' &&
      other.row.happening.type === 'heal' &&
      other.row.happening.from === happening.from &&
      other.row.happening.to === happening.to,
  );
  const bottom = healing?.y ?? plan.bottom;
  return [
    element('rect', {
      class: 'severed',
      x: Math.min(x1, x2),
      y,
      width: Math.abs(x2 - x1),
      height: bottom - y,
    }),
    lineAcross,
  ];
};

const spanOf = ({ from, to }: LinkScene, { lifelines }: Plan) => {
  const ahead = Math.sign(lifelines[to]!.x - lifelines[from]!.x);
  return { x1: lifelines[from]!.x + ahead * 5, x2: lifelines[to]!.x - ahead * 5 };
};
