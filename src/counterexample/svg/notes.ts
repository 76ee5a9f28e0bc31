import { element, fragment, ofScene } from './element.ts';
import type { Markup } from './element.ts';
import { arrow, crossAt, iconAt, line } from './icon.ts';
import { widthOf } from './measure.ts';
import { fontOf, isPill, lineHeight, offsetOf, pillPadding } from './plan.ts';
import type { Plan, PlacedRow } from './plan.ts';
import type { NoteRow } from './row.ts';
import { barWidth } from './routes.ts';

/** What a role does by itself, and what passes between it and the application. */
export const note = (placed: PlacedRow, plan: Plan): readonly Markup[] => {
  const { row, y } = placed;
  if (row.type !== 'note') return [];
  const { x, side } = plan.lifelines[row.role]!;
  const edge = x + (side * barWidth) / 2;
  const hand = { near: { x: edge + side * 2, y }, far: { x: edge + side * 40, y } };
  return [
    ofScene(
      row.scene,
      ...(row.hand === 'in' ? [arrow(hand.far, hand.near, `hand ${row.style}`, 11)] : []),
      ...(row.hand === 'out' ? [arrow(hand.near, hand.far, `hand ${row.style}`, 11)] : []),
      ...(row.icon === undefined ? [] : [iconAt(row.icon, x, y)]),
      words(placed, row, x, side),
    ),
  ];
};

const words = ({ lines, y }: PlacedRow, row: NoteRow, x: number, side: -1 | 1): Markup => {
  const { style, isCut = false, isWrong = false, hand } = row;
  const font = fontOf(row);
  const isFilled = isPill(row);
  const width = Math.max(...lines.map((text) => widthOf(text, font))) + (isFilled ? pillPadding : 0);
  const near = x + side * offsetOf(row);
  const cross = isWrong ? 16 : 0;
  // Within a pill the words stand in the middle, however wide the reader's font makes them.
  const at = isFilled ? near + (side * (width - cross)) / 2 : near;
  const anchor = isFilled
    ? 'middle filled'
    : `${side < 0 ? 'end' : 'start'} ${isCut ? 'struck' : 'halo'} ${style}`;
  const className = `${anchor}${hand === undefined ? '' : ' strong'}`;
  const text = lines.map((part, index) =>
    element(
      'text',
      { class: className, x: at, y: y + 4.5 + index * lineHeight, 'font-size': font.size },
      part,
    ),
  );
  if (!isFilled) return fragment(text);
  const pill = {
    x: Math.min(near, near + side * width),
    y: y - 11,
    width,
    height: 22 + (lines.length - 1) * lineHeight,
    rx: 11,
  };
  const mark = isWrong ? [crossAt(near + side * (width - 15), y, 4)] : [];
  return fragment(element('rect', { class: `pill ${style}`, ...pill }), text, mark);
};

/** The bracket around effects that happen all or none. */
export const brackets = ({ rows, lifelines }: Plan): readonly Markup[] =>
  rows.flatMap((first, index): readonly Markup[] => {
    if (!('group' in first.row) || first.row.group !== 'first') return [];
    const last = rows.slice(index).find(({ row }) => 'group' in row && row.group === 'last')!;
    const { x, side } = lifelines[first.row.role]!;
    const outer = x + side * 14;
    const [top, bottom] = [first.y - 6, last.y + 6];
    return [
      ofScene(
        first.row.scene,
        line({ x: outer, y: top }, { x: outer, y: bottom }, 'bracket'),
        line({ x: outer, y: top }, { x: outer + side * 5, y: top }, 'bracket'),
        line({ x: outer, y: bottom }, { x: outer + side * 5, y: bottom }, 'bracket'),
      ),
    ];
  });
